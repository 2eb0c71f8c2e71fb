import { type Fs, type FsPath, fsPath, listing, orderKey, ROOT, readAll } from '@tranship/core'

/** The order keys of everything below a directory, sorted. */
export async function keysBelow(fs: Fs, directory: FsPath = ROOT): Promise<string[]> {
  const keys: string[] = []
  for await (const page of listing(fs, directory)) for (const entry of page) keys.push(orderKey(entry))
  return keys.sort()
}

export async function textAt(fs: Fs, path: string): Promise<string> {
  return Buffer.from(await readAll(fs.open(await fs.stat(fsPath(path))))).toString()
}
