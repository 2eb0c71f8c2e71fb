import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import { mkdir, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** The file itself where `path` is a symbolic link, also one to a file that does not exist yet. */
export async function linkTarget(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  const target = await readlink(path).catch(() => undefined)
  return target === undefined ? resolve(path) : linkTarget(resolve(await realpath(dirname(path)), target))
}

/**
 * Puts `text` in the place of `file` at once: whoever reads sees the old text or the new one, also after a power cut. A new
 * file is its owner's alone (0600) from its creation, an existing one keeps its mode, and its owner where that is allowed.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  const before = await stat(file).catch((error) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (before !== undefined && !before.isFile()) throw new Error('it is not an ordinary file')
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await writeDurably(temporary, text, before)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncDirectory(dirname(file))
}

async function writeDurably(file: string, text: string, like: Stats | undefined): Promise<void> {
  await using handle = await open(file, 'wx', 0o600)
  await handle.writeFile(text)
  const isOwned = like !== undefined && (await succeeds(handle.chown(like.uid, like.gid)))
  if (isOwned) await handle.chmod(like.mode & 0o777)
  await handle.sync()
}

function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  )
}

/** Makes the missing directories above `file`, for its owner alone. */
export async function makeParents(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
}

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}

/** Some systems cannot open a directory or flush it; then the rename is as lasting as they make it. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  await handle?.sync().catch(() => {})
  await handle?.close()
}
