import { randomBytes } from 'node:crypto'
import { closeSync, cpSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Directories of files of one size; no two files are alike. */
export function plantTree(directory: string, { directories, files, size }: { directories: number; files: number; size: number }): void {
  const body = randomBytes(size)
  for (let at = 0; at < directories; at++) {
    const place = join(directory, `dir${String(at).padStart(4, '0')}`)
    mkdirSync(place, { recursive: true })
    for (let file = 0; file < files; file++) {
      body.writeUInt32LE(at * files + file)
      writeFileSync(join(place, `file${String(file).padStart(4, '0')}.dat`), body)
    }
  }
}

/** The same tree again, with the same times. */
export function twin(directory: string, copy: string): void {
  cpSync(directory, copy, { recursive: true, preserveTimestamps: true })
}

export function plantFile(file: string, size: number): void {
  const block = randomBytes(1024 * 1024)
  const fd = openSync(file, 'w')
  for (let position = 0; position < size; position += block.byteLength) {
    block.writeDoubleLE(position)
    writeSync(fd, block)
  }
  closeSync(fd)
}
