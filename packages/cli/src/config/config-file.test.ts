import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConfigText, isConfigError, printConfig, sectionNames, sectionOf, withoutSection, withSection } from '@tranship/core'
import { build } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConfigFile } from './config-file.js'
import { encryptConfig } from './encrypted-config.js'

let directory: string
let path: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tranship-config-'))
  path = join(directory, 'rclone.conf')
})

afterEach(() => rm(directory, { recursive: true, force: true }))

function adding(name: string, values: Record<string, string> = { type: 'local' }): (config: ConfigText) => ConfigText {
  return (config) => withSection(config, name, values)
}

async function failure(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  )
  expect(isConfigError(error)).toBe(true)
  return (error as Error).message
}

describe('reading', () => {
  test('a missing file is an empty config, and is told once', async () => {
    const told: string[] = []
    const config = await openConfigFile(path).read((level, message) => told.push(`${level}: ${message}`))
    expect(sectionNames(config)).toEqual([])
    expect(told).toEqual([`notice: Config file "${path}" not found - using defaults`])
    expect(await readdir(directory)).toEqual([])
  })

  test('what cannot be read is a ConfigError that names the file', async () => {
    expect(await failure(openConfigFile(directory).read())).toContain(`cannot read the config file "${directory}"`)
    await writeFile(path, Buffer.from('[a]\nkey = \xff\n', 'latin1'))
    expect(await failure(openConfigFile(path).read())).toContain(path)
    expect(await failure(openConfigFile(path).update(adding('b')))).toContain(path)
    expect(await readFile(path, 'latin1')).toBe('[a]\nkey = \xff\n')
  })

  test('an encrypted file without a password is refused, and never overwritten', async () => {
    await writeFile(path, '# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\nabc')
    expect(await failure(openConfigFile(path).read())).toContain('encrypted')
    expect(await failure(openConfigFile(path).update(adding('b')))).toContain('encrypted')
    expect(await readFile(path, 'utf8')).toContain('RCLONE_ENCRYPT_V0:\nabc')
  })
})

describe('saving', () => {
  test('makes the file, for its owner alone, with its directories', async () => {
    const deep = join(directory, 'new', 'rclone', 'rclone.conf')
    await openConfigFile(deep).update(adding('a'))
    expect(await readFile(deep, 'utf8')).toBe('[a]\ntype = local\n')
    expect((await stat(deep)).mode & 0o777).toBe(0o600)
    expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(deep, '..'))).toEqual(['rclone.conf'])
  })

  test('keeps the mode, the BOM, comments and line breaks of a file', async () => {
    await writeFile(path, '\uFEFF# mine\r\n[a]\r\ntype = s3 ; not a comment\r\n')
    await chmod(path, 0o640)
    await openConfigFile(path).update(adding('a', { region: '' }))
    expect(await readFile(path, 'utf8')).toBe('\uFEFF# mine\r\n[a]\r\ntype = s3 ; not a comment\r\nregion = \r\n')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
  })

  test('nothing is written when nothing changes, or when the change throws', async () => {
    await writeFile(path, '[a]\ntype=local')
    const before = await stat(path, { bigint: true })
    await openConfigFile(path).update(adding('a'))
    await failure(openConfigFile(path).update(adding('bad]name')))
    expect(await stat(path, { bigint: true })).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs })
    expect(await readdir(directory)).toEqual(['rclone.conf'])
  })

  test.each(['existing', 'missing'])('follows a symbolic link to an %s file', async (kind) => {
    const real = join(directory, 'dotfiles', 'real.conf')
    await mkdir(join(directory, 'dotfiles'))
    if (kind === 'existing') await writeFile(real, '[b]\n')
    await symlink(join('dotfiles', 'real.conf'), path)
    await openConfigFile(path).update(adding('a'))
    expect((await lstat(path)).isSymbolicLink()).toBe(true)
    expect(await readFile(real, 'utf8')).toContain('[a]\ntype = local\n')
    expect(await readdir(join(directory, 'dotfiles'))).toEqual(['real.conf'])
  })

  test('what is no ordinary file is not replaced', async () => {
    const device = join(directory, 'null')
    await symlink('/dev/null', device)
    expect(await failure(openConfigFile(device).update(adding('a')))).toContain('not an ordinary file')
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  test('a directory that cannot be made is a ConfigError', async () => {
    await writeFile(path, '')
    expect(await failure(openConfigFile(join(path, 'below')).update(adding('a')))).toContain('cannot save the config file')
  })
})

describe('an encrypted file', () => {
  const encrypted = (...passwords: string[]) =>
    openConfigFile(path, {
      passwords: async function* () {
        yield* passwords
      },
    })

  test('is opened by the first password that is right, and stays encrypted when it is changed', async () => {
    await writeFile(path, await encryptConfig('# mine\n[a]\ntype = s3\n', 'secret'))
    const file = encrypted('wrong', 'secret')
    expect(await file.isEncrypted()).toBe(true)
    await file.update(adding('b'))
    expect(await readFile(path, 'utf8')).toMatch(/^# Encrypted rclone configuration File\n\nRCLONE_ENCRYPT_V0:\n[\w+/=]+$/)
    expect(printConfig(await encrypted('secret').read())).toBe('# mine\n[a]\ntype = s3\n\n[b]\ntype = local\n')
    const before = await readFile(path, 'utf8')
    expect(await failure(encrypted('wrong').update(adding('c')))).toContain('none of the passwords opens it')
    expect(await readFile(path, 'utf8')).toBe(before)
  })

  test('passwords are asked for once, and again when another program has changed it', async () => {
    await writeFile(path, await encryptConfig('', 'first'))
    let asked = 0
    const file = openConfigFile(path, {
      passwords: async function* () {
        yield ['first', 'second'][asked++] as string
      },
    })
    await file.read()
    await file.update(adding('a'))
    expect(asked).toBe(1)
    await writeFile(path, await encryptConfig('[z]\n', 'second'))
    expect(sectionNames(await file.read())).toEqual(['z'])
    expect(asked).toBe(2)
  })

  test('a password is set, changed and removed; nothing else changes', async () => {
    const text = '# mine\n[a]\ntype = s3\n'
    await writeFile(path, text)
    await chmod(path, 0o640)
    const file = openConfigFile(path)
    await file.setPassword('first')
    await file.setPassword('second')
    expect(await failure(encrypted('first').read())).toContain('encrypted')
    expect(printConfig(await encrypted('second').read())).toBe(text)
    await encrypted('second').setPassword(undefined)
    expect(await readFile(path, 'utf8')).toBe(text)
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    expect(await file.isEncrypted()).toBe(false)
  })

  test('touch makes a missing file, and leaves any other alone', async () => {
    await openConfigFile(path).touch()
    expect(await readFile(path, 'utf8')).toBe('')
    await writeFile(path, '[a]')
    await openConfigFile(path).touch()
    expect(await readFile(path, 'utf8')).toBe('[a]')
  })
})

describe('at once', () => {
  test('changes in one process are all kept', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `remote${index}`)
    await Promise.all(names.map((name) => openConfigFile(path).update(adding(name))))
    expect(sectionNames(await openConfigFile(path).read()).toSorted()).toEqual(names.toSorted())
  })

  test('changes of several processes are all kept, also when some are killed', { timeout: 60_000 }, async () => {
    const program = join(directory, 'config-file.mjs')
    const source = join(import.meta.dirname, 'config-file.ts')
    await build({ entryPoints: [source], outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' })
    const script = `
      import { openConfigFile } from ${JSON.stringify(program)}
      const [path, name] = process.argv.slice(1)
      for (let round = 0; ; round++) {
        await openConfigFile(path).update((config) => ({ lines: [...config.lines, { kind: 'comment', raw: '# ' + name + ' ' + round + '\\n' }] }))
        console.log(round)
      }`
    const children = ['a', 'b', 'c'].map((name) => {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, path, name], { stdio: ['ignore', 'pipe', 'inherit'] })
      let rounds = 0
      child.stdout.on('data', (chunk: Buffer) => {
        rounds += chunk.toString().split('\n').length - 1
        if (rounds >= 10) child.kill('SIGKILL')
      })
      return { name, child, saved: () => rounds }
    })
    await Promise.all(children.map(({ child }) => once(child, 'close')))
    const text = await readFile(path, 'utf8')
    for (const { name, saved } of children) {
      expect(saved()).toBeGreaterThanOrEqual(10)
      const found = [...text.matchAll(new RegExp(`^# ${name} (\\d+)$`, 'gm'))].map((match) => Number(match[1]))
      expect(found.slice(0, saved())).toEqual(Array.from({ length: saved() }, (_, round) => round))
      expect(found.length - saved()).toBeLessThanOrEqual(1) // saved, but killed before it said so
    }
    // A lock that a killed process left does not stand in the way.
    await openConfigFile(path).update(adding('later'))
    expect(sectionOf(await openConfigFile(path).read(), 'later')).toBeDefined()
    await openConfigFile(path).update((config) => withoutSection(config, 'later'))
  })
})
