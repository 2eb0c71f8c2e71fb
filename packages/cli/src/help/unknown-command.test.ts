import { expect, test } from 'vitest'
import { unknownCommand } from './unknown-command.js'

const IDS = ['copy', 'version', 'config', 'config:show', 'config:create', 'config:encryption:set', 'plugins:install']

test.each([
  ['copyy', 'there is no command "copyy": did you mean copy?'],
  ['work:photos', 'there is no command "work"; `tranship help` lists all'],
  ['mount', 'there is no command "mount": nothing can be mounted: see `tranship cat`, `tranship copy`'],
  ['version:now', 'tranship version takes no argument: leave out "now"'],
  ['config:shw', 'there is no command "config shw": did you mean config show?'],
  ['config:bogus', 'there is no command "config bogus"; there are create, encryption, show'],
  ['config:encryption:sett', 'there is no command "config encryption sett": did you mean config encryption set?'],
  ['plugins:instal:x', 'there is no command "plugins instal": did you mean plugins install?'],
  ['--retries', 'no command is given; `tranship help` lists all'],
])('%s', (typed, message) => {
  expect(unknownCommand(typed.split(':'), IDS)).toBe(message)
})
