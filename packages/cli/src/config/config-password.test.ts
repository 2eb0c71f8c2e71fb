import { expect, test } from 'vitest'
import { configPasswords, type PasswordSources } from './config-password.js'
import { commandWords, passwordFromCommand } from './password-command.js'

const PRINT = `"${process.execPath}" -e`

/** The first passwords that the sources give, and the error that ends them. */
async function taken(sources: Partial<PasswordSources>, most = 4): Promise<{ passwords: string[]; error?: string }> {
  const passwords: string[] = []
  try {
    for await (const password of configPasswords({ said: undefined, log: () => {}, ...sources })) {
      passwords.push(password)
      if (passwords.length === most) return { passwords }
    }
  } catch (error) {
    return { passwords, error: (error as Error).message }
  }
  return { passwords }
}

const said = { variable: 'TRANSHIP_CONFIG_PASS', text: 'ours' }
const ask = async () => 'typed'

test('a command alone is asked, whatever else there is', async () => {
  const found = await taken({ command: `${PRINT} "console.log(' pa ss ')"`, said, ask })
  expect(found).toEqual({ passwords: [' pa ss '], error: expect.stringContaining('--password-command') })
})

test('the environment comes before the person, who is asked again and again', async () => {
  expect(await taken({ said, ask })).toEqual({ passwords: ['ours', 'typed', 'typed', 'typed'] })
})

test('where nobody can be asked, it is said what can be done', async () => {
  expect(await taken({})).toEqual({ passwords: [], error: expect.stringMatching(/is encrypted: set TRANSHIP_CONFIG_PASS/) })
  expect(await taken({ said })).toEqual({ passwords: ['ours'], error: expect.stringContaining('TRANSHIP_CONFIG_PASS is not its password') })
})

test.each([
  [`${PRINT} "process.exit(3)"`, '--password-command failed'],
  [`${PRINT} "console.error('locked');process.exit(1)"`, 'locked'],
  [`${PRINT} ""`, 'printed no password'],
  ['/nowhere/at/all', '--password-command failed'],
  ['  ', 'there is no command'],
])('a command that gives no password: %s', async (command, reason) => {
  await expect(passwordFromCommand(command)).rejects.toThrow(reason)
})

test('the words of a command are those that rclone reads', () => {
  expect(commandWords(`pass "my ""safe"" one"  -n 'a b'`)).toEqual(['pass', 'my "safe" one', '-n', "'a", "b'"])
})
