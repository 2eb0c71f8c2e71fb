import { asFsError, type Fs, type FsObject, listing, type Opened } from '@tranship/core'

export interface ListedObjects {
  /** Called for each page of objects, in path order; the next page waits for it. */
  page(objects: readonly FsObject[]): Promise<void>
  /** Called for a place that cannot be read; the listing goes on behind it. */
  unreadable(path: string, error: Error): void
}

/** Every object at or below a location. */
export async function listObjects(opened: Opened, signal: AbortSignal, listed: ListedObjects): Promise<void> {
  if (opened.file !== undefined) return listed.page([opened.file])
  for await (const page of listing(opened.fs, undefined, { signal })) {
    const objects: FsObject[] = []
    for (const entry of page) {
      if (entry.kind === 'object') objects.push(entry)
      else if (entry.kind === 'unreadable') listed.unreadable(entry.path, entry.cause)
    }
    await listed.page(objects)
  }
}

/** The objects with their modification times, `width` of them asked for at a time; what cannot be asked stays as it was. */
export async function withTimes(
  fs: Fs,
  objects: readonly FsObject[],
  width: number,
  signal: AbortSignal,
  failed: (path: string, error: Error) => void,
): Promise<readonly FsObject[]> {
  const complete = [...objects]
  const missing = objects.flatMap((object, at) => (object.modTime === undefined ? [at] : []))
  const worker = async () => {
    for (let at = missing.shift(); at !== undefined; at = missing.shift()) {
      const object = complete[at] as FsObject
      try {
        complete[at] = await fs.stat(object.path, { signal })
      } catch (error) {
        signal.throwIfAborted()
        failed(object.path, asFsError(error))
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, missing.length) }, worker))
  return complete
}
