import { execFile } from 'node:child_process'
import { ConfigError } from '@tranship/core'

/** The password that a command prints, without its line break. Rejects with a ConfigError if it fails or prints nothing. */
export async function passwordFromCommand(command: string): Promise<string> {
  const [program, ...args] = commandWords(command)
  if (program === undefined) throw new ConfigError('--password-command: there is no command')
  const output = await new Promise<string>((resolve, reject) => {
    execFile(program, args, { encoding: 'utf8' }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout)
      const told = stderr.trim() === '' ? error.message : stderr.trim()
      reject(new ConfigError(`--password-command failed: ${told}`, { cause: error }))
    })
  })
  const password = output.replace(/^[\r\n]+|[\r\n]+$/g, '')
  if (password === '') throw new ConfigError('--password-command printed no password')
  return password
}

/** The words of a command, as rclone reads them: between blanks; one with blanks stands in double quotes, and a quote in it is doubled. */
export function commandWords(command: string): readonly string[] {
  const words = command.match(/"(?:[^"]|"")*"(?=\s|$)|\S+/g) ?? []
  return words.map((word) => (/^".*"$/s.test(word) && word.length > 1 ? word.slice(1, -1).replaceAll('""', '"') : word))
}
