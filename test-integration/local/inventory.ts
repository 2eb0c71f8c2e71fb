import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What a person could see of a file; of a file's time, the microsecond that both programs keep. */
type Facts = string

/** Everything below a directory by its name in bytes, each shown so that no two are confused. */
export function inventory(directory: string): Record<string, Facts> {
  const found: Record<string, Facts> = {}
  const visit = (above: Buffer, shown: string) => {
    for (const entry of readdirSync(above, { withFileTypes: true, encoding: 'buffer' })) {
      const native = Buffer.concat([above, Buffer.from('/'), entry.name])
      const name = `${shown}${entry.name.toString('latin1')}`
      found[name] = factsOf(native)
      if (entry.isDirectory()) visit(native, `${name}/`)
    }
  }
  visit(Buffer.from(directory), '')
  return found
}

function factsOf(native: Buffer): Facts {
  const status = lstatSync(native, { bigint: true })
  const time = status.mtimeNs / 1000n
  const mode = (status.mode & 0o7777n).toString(8)
  if (status.isDirectory()) return `directory ${mode}`
  if (status.isSymbolicLink()) return `link to ${readlinkSync(native, 'latin1')} of ${time}`
  if (!status.isFile()) return 'special'
  return `file ${createHash('md5').update(readFileSync(native)).digest('hex')} ${status.size} ${mode} ${time}`
}
