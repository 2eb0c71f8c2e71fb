import { CLIError } from '@oclif/core/errors'
import { nearest } from '../ui/nearest.js'

/** Commands of rclone that are not here, and what to use instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  archive: 'pipe: `tranship cat` and `tranship rcat` read and write files',
  bisync: 'there is no two-way sync: see `tranship sync` and `tranship plan`',
  convmv: '`tranship moveto` renames one file',
  cryptcheck: 'there is no backend that encrypts',
  cryptdecode: 'there is no backend that encrypts',
  gui: 'there is no interface but this one',
  mount: 'nothing can be mounted: see `tranship cat`, `tranship copy`',
  ncdu: 'see `tranship tree --size` and `tranship size`',
  rc: 'there is no remote control: use @tranship/core in a program of your own',
  rcd: 'there is no remote control: use @tranship/core in a program of your own',
  selfupdate: '`npm install -g tranship` updates it',
  serve: 'nothing is served',
  test: '`tranship doctor` tests a remote',
}

/** The error for a word that is no command, with the one that was probably meant. */
export function unknownCommand(typed: string, ids: readonly string[]): CLIError {
  const near = nearest(
    typed,
    ids.filter((id) => !id.includes(':')),
  )
  const advice = Object.hasOwn(INSTEAD, typed)
    ? `: ${INSTEAD[typed]}`
    : near === undefined
      ? '; `tranship help` lists all'
      : `: did you mean ${near}?`
  return new CLIError(`there is no command ${JSON.stringify(typed)}${advice}`, { exit: 2 })
}
