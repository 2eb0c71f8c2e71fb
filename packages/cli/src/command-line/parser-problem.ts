import { unguarded } from './guarded-values.js'

/** What oclif puts around the message of a flag that refuses its value. */
const FRAME = /^Parsing (--\S+) \n\t([\s\S]*)$/
const ADVICE = /\nSee more help with --help$/

/** What oclif's parser says is wrong, on one line, and with the name of the flag that it is about. */
export function parserProblem(message: string): string {
  return unguarded(message)
    .replace(ADVICE, '')
    .replace(FRAME, (_, flag: string, problem: string) =>
      problem.includes(flag) ? problem : `${flag}: ${problem.charAt(0).toLowerCase()}${problem.slice(1)}`,
    )
    .replace(/^The following errors? occurred:\s*/, '')
    .replaceAll(/\s*\n\s*/g, '; ')
}

/** An argument as a command declares it. */
interface Argument {
  readonly required?: boolean
}

/** What oclif's parser rejects with. Of a wrong number of arguments it tells the declarations of the missing ones, or the ones too many. */
type ParserError = Error & { readonly args?: readonly (string | { readonly name: string })[] }

/** What is wrong with the number of arguments, and how the command is written; undefined where the parser complains of something else. */
export function argumentsProblem(
  { args = [] }: ParserError,
  command: string,
  declared: Readonly<Record<string, Argument>>,
): string | undefined {
  if (args.length === 0) return undefined
  const usage = Object.entries(declared).map(([name, { required }]) => (required ? name.toUpperCase() : `[${name.toUpperCase()}]`))
  const advice = `say \`${['tranship', command, ...usage].join(' ')}\``
  const missing = args.flatMap((argument) => (typeof argument === 'string' ? [] : [argument.name.toUpperCase()]))
  if (missing.length > 0) return `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing: ${advice}`
  const surplus = args.map((argument) => JSON.stringify(argument)).join(' ')
  return `${surplus} ${args.length === 1 ? 'is' : 'are'} too many: ${advice}`
}
