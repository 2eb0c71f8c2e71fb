import { type Fs, type FsDirectory, isFsError, listing, ROOT } from '@tranship/core'

/** Removes everything below the root of an Fs. What is gone meanwhile is no error. */
export async function emptyDirectory(fs: Fs): Promise<void> {
  const directories: FsDirectory[] = []
  for await (const page of listing(fs, ROOT)) {
    for (const entry of page) {
      if (entry.kind === 'object') await fs.remove(entry).catch(unlessGone)
      if (entry.kind === 'directory') directories.push(entry)
    }
  }
  for (const directory of directories.reverse()) await fs.rmdir(directory).catch(unlessGone)
}

function unlessGone(error: unknown): void {
  if (!isFsError(error, 'not-found')) throw error
}
