import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  ftruncateSync,
  lutimesSync,
  mkdirSync,
  openSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** A reproducible series of numbers from 0 up to 1. */
export function series(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const NAMES = [
  'plain',
  'with space',
  'ünïcode',
  'e\u0301',
  '日本',
  '-dash',
  '#hash',
  'a\nb',
  'tab\t',
  'quo\'te"',
  '...',
  'x.',
  ' x',
  '%41',
  '\u{10000}',
  '\uff61',
]
/** rclone 1.60 does not find such names again. */
const QUOTED = ['‛quote', '‛DF', '‛‛FF', '‛.']
const BYTES = [[0x67, 0x72, 0x6f, 0xdf], [0xff], [0xc3], [0xe2, 0x80], [0x61, 0x80, 0x62], [0xed, 0xa0, 0x80]]

/** Files, directories, links, pipes and holes, with names of any bytes, many modes and times before and after the epoch. */
export function plantWildTree(
  directory: string,
  seed: number,
  { links = true, quoted = false }: { readonly links?: boolean; readonly quoted?: boolean } = {},
): void {
  const next = series(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item
  const below = (above: Buffer, name: Buffer) => Buffer.concat([above, Buffer.from('/'), name])
  const directories = [Buffer.from(directory)]
  mkdirSync(directory)
  let number = 0
  const newPath = () => {
    const name = next() < 0.2 ? Buffer.from(pick(BYTES)) : Buffer.from(pick(quoted ? [...NAMES, ...QUOTED] : NAMES))
    return below(pick(directories), Buffer.concat([name, Buffer.from(`${number++}`)]))
  }
  for (let at = 0; at < 25; at++) {
    const path = newPath()
    mkdirSync(path)
    directories.push(path)
  }
  for (let at = 0; at < 150; at++) {
    const path = newPath()
    const kind = next()
    if (kind < 0.75) {
      const size = pick([0, 1, 100, 4096, 262_144, 262_145, 1_048_577])
      writeFileSync(path, Buffer.alloc(size, `${at}.`))
      chmodSync(path, pick([0o644, 0o600, 0o755, 0o444, 0o666]))
    } else if (kind < 0.8) {
      const fd = openSync(path, 'w')
      ftruncateSync(fd, 3_000_000 + at)
      writeSync(fd, 'in the middle', 1_500_000)
      closeSync(fd)
    } else if (kind < 0.97 && links) {
      symlinkSync(pick(['plain0', '../up', '/etc/hostname', 'nowhere', '.', 'Ä ö']), path)
      lutimesSync(path, 1_000_000, 1_000_000 + at)
      continue
    } else {
      execFileSync('mkfifo', [join(directory, `pipe ${at}`)])
      continue
    }
    utimesSync(path, 1_000, pick([-1_000_000.5, 0, 1.25, 1_600_000_000.123456, 1_700_000_000, 4_000_000_000.5]))
  }
}
