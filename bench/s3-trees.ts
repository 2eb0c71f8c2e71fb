import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Files of 4 KiB of noise, a hundred to a directory. */
export function makeSmallFiles(folder: string, count: number): string {
  const bytes = randomBytes(4096)
  for (let index = 0; index < count; index++) {
    const directory = join(folder, `directory-${Math.floor(index / 100)}`)
    if (index % 100 === 0) mkdirSync(directory, { recursive: true })
    bytes.writeUInt32LE(index)
    writeFileSync(join(directory, `file-${index}`), bytes)
  }
  return folder
}

/** A directory with one file of noise. */
export function makeLargeFile(folder: string, size: number): string {
  mkdirSync(folder, { recursive: true })
  const file = openSync(join(folder, 'large.bin'), 'w')
  const block = randomBytes(16 * 1024 ** 2)
  for (let written = 0; written < size; written += block.byteLength) {
    block.writeDoubleLE(written)
    writeSync(file, block, 0, Math.min(block.byteLength, size - written))
  }
  closeSync(file)
  return folder
}
