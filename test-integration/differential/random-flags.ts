import { type Numbers, oneOf } from './random-numbers.js'

type Choice = readonly (readonly string[])[]

/** One of each group, most often none. */
const TRANSFER_FLAGS: readonly Choice[] = [
  [['--checksum'], ['--size-only'], ['--ignore-times'], ['--ignore-existing'], ['--update'], ['--immutable']],
  [['--ignore-size'], ['--modify-window=2s'], ['--no-update-modtime'], ['--ignore-checksum'], ['--use-server-modtime', '--update']],
  [['--backup-dir=aside'], ['--backup-dir=aside', '--suffix=.old'], ['--suffix=.old'], ['--suffix=.old', '--suffix-keep-extension']],
  [['--compare-dest=other'], ['--no-traverse'], ['--no-check-dest']],
  [['--check-first'], ['--order-by=size,desc'], ['--order-by=name'], ['--order-by=modtime,mixed'], ['--transfers=1', '--checkers=1']],
  [['--create-empty-src-dirs'], ['--max-depth=1'], ['--max-depth=2'], ['--dry-run'], ['--error-on-no-transfer']],
]
const SYNC_FLAGS: Choice = [
  ['--delete-before'],
  ['--delete-during'],
  ['--delete-after'],
  ['--delete-excluded'],
  ['--ignore-errors'],
  ['--track-renames'],
  ['--track-renames', '--track-renames-strategy=modtime,leaf'],
  ['--track-renames', '--track-renames-strategy=hash,leaf'],
]
const FURTHER: Readonly<Record<string, Choice>> = { sync: SYNC_FLAGS, move: [['--delete-empty-src-dirs']] }

/** Flags of one of the commands that copy. */
export function transferFlags(command: string, pick: Numbers): readonly string[] {
  const groups = [...TRANSFER_FLAGS, ...(FURTHER[command] === undefined ? [] : [FURTHER[command]])]
  return [...new Set(groups.flatMap((group) => (pick(3) === 0 ? oneOf(pick, group) : [])))]
}
