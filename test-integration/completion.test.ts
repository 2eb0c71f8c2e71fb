import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { run } from './harness/program.js'
import { makeTree } from './harness/tree.js'
import { newUser, type User } from './harness/user.js'

/** The environment of a shell that finds the program. */
function shellEnvironment(user: User): NodeJS.ProcessEnv {
  const bin = join(user.folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'tranship'), `#!/bin/sh\nexec ${user.program.map((word) => `'${word}'`).join(' ')} "$@"\n`)
  chmodSync(join(bin, 'tranship'), 0o755)
  return { ...user.env, PATH: `${bin}:${user.env.PATH}` }
}

/** What bash would show behind each line. */
async function completions(user: User, lines: readonly string[]): Promise<readonly (readonly string[])[]> {
  const script = `source <(tranship completion bash)
for line in "$@"; do COMP_LINE=$line COMP_POINT=\${#line}; _tranship; (IFS='|'; echo "\${COMPREPLY[*]}"); done`
  const { stdout, stderr } = await run('bash', ['-c', script, 'bash', ...lines], { env: shellEnvironment(user), cwd: user.folder })
  expect(stderr).toBe('')
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('|').filter((word) => word !== ''))
}

test('bash completes commands, flags, their values, remotes and paths', async () => {
  const user = newUser()
  makeTree(join(user.folder, 'photos'), { 'one.jpg': '1', 'two words.jpg': '2', 'sub/three.jpg': '3' }, '1354040105')
  user.configure({ work: { type: 'memory' }, wild: { type: 'local' } })
  const cases: Readonly<Record<string, readonly string[]>> = {
    'tranship copyt': ['copyto'],
    'tranship config encr': ['encryption'],
    'tranship copy --backup-d': ['--backup-dir='],
    'tranship copy --stats-unit b': ['bytes', 'bits'],
    'tranship ls w': ['work:', 'wild:'],
    'tranship ls photos/t': ['photos/two\\ words.jpg'],
    "tranship ls 'photos/two wo": ['photos/two\\ words.jpg'],
    'tranship copy photos/s': ['photos/sub/'],
    [`tranship ls wild:${user.folder}/photos/o`]: [`${user.folder}/photos/one.jpg`],
    'tranship ls nosuch:x': [],
    'tranship version ': [],
  }
  expect(await completions(user, Object.keys(cases))).toEqual(Object.values(cases))
})

const hasFish = spawnSync('fish', ['--version']).status === 0
if (!hasFish) console.log('fish is not installed: what it completes is not tried')

test.runIf(hasFish)('fish completes them too, within quotes and without', async () => {
  const user = newUser()
  makeTree(join(user.folder, 'photos'), { 'two words.jpg': '2', $dollar: '3' }, '1354040105')
  user.configure({ work: { type: 'memory' }, wild: { type: 'local' } })
  const cases: Readonly<Record<string, readonly string[]>> = {
    'tranship config encr': ['encryption'],
    'tranship copy --stats-unit=b': ['--stats-unit=bits', '--stats-unit=bytes'],
    'tranship ls w': ['wild:', 'work:'],
    'tranship ls photos/': ['photos/$dollar', 'photos/two words.jpg'],
    "tranship ls 'photos/tw": ['photos/two words.jpg'],
    'tranship ls wild:photos/two\\ w': ['wild:photos/two words.jpg'],
  }
  const script =
    'tranship completion fish | source; for line in $argv; complete -C $line | string replace -r "\\t.*" "" | string join "|"; end'
  const { stdout, stderr } = await run('fish', ['-c', script, ...Object.keys(cases)], { env: shellEnvironment(user), cwd: user.folder })
  expect(stderr).toBe('')
  expect(stdout.trimEnd().split('\n')).toEqual(Object.values(cases).map((words) => words.join('|')))
})
