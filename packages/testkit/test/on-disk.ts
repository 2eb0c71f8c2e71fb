import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bytes, bytesSource, readAll } from '@tranship/core'
import type { Opened } from '../src/scratch.js'
import { memoryFs } from './whole-fs.js'

/** An Fs that holds no body in memory: it keeps the name of a file instead. Only put and open know of that. */
export async function openOnDisk(): Promise<Opened> {
  const directory = await mkdtemp(join(tmpdir(), 'tranship-on-disk-'))
  const inner = await memoryFs()
  return {
    fs: {
      ...inner,
      put: async (path, source, options) => {
        const name = randomUUID()
        const size = await save(source.open(undefined, { reuse: true }), join(directory, name))
        const { hashes: _ofTheName, ...object } = await inner.put(path, bytesSource(Buffer.from(name)), options)
        return { ...object, size }
      },
      open: async function* (object) {
        const name = await readAll(inner.open(object))
        yield* createReadStream(join(directory, Buffer.from(name).toString()))
      },
    },
    dispose: () => rm(directory, { recursive: true }),
  }
}

async function save(bytes: Bytes, file: string): Promise<number> {
  const handle = await open(file, 'wx')
  let size = 0
  try {
    for await (const chunk of bytes) {
      await handle.write(chunk)
      size += chunk.byteLength
    }
  } finally {
    await handle.close()
  }
  return size
}
