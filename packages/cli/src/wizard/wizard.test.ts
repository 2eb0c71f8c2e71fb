import { type ConfigText, defineBackend, type OptionTable, parseConfig, printConfig, reveal } from '@tranship/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chooserRows, type InstalledBackend } from '../backends/known-backends.js'
import { runWizard } from './wizard.js'

/** The questions of the transcript in rclone 1.19's S3 page, with the shape of the real ones. */
const S3_OPTIONS = {
  access_key_id: { type: 'string', help: 'AWS Access Key ID.' },
  secret_access_key: { type: 'string', help: 'AWS Secret Access Key (password).', secret: 'plain' },
  region: {
    type: 'string',
    help: 'Region to connect to.',
    choices: [
      {
        value: 'us-east-1',
        help: 'The default endpoint - a good choice if you are unsure.\nUS Region, Northern Virginia or Pacific Northwest.\nLeave location constraint empty.',
      },
      { value: 'us-west-2', help: 'US West (Oregon) Region\nNeeds location constraint us-west-2.' },
    ],
  },
  endpoint: {
    type: 'string',
    help: 'Endpoint for S3 API.\nLeave blank if using AWS to use the default endpoint for the region.\nSpecify if using an S3 clone such as Ceph.',
  },
  location_constraint: {
    type: 'string',
    help: 'Location constraint - must be set to match the Region. Used when creating buckets only.',
    choices: [
      { value: '', help: 'Empty for US Region, Northern Virginia or Pacific Northwest.' },
      { value: 'us-west-2', help: 'US West (Oregon) Region.' },
    ],
  },
} as const satisfies OptionTable

const SEED_TRANSCRIPT = `\
No remotes found - make a new one
n) New remote
q) Quit config
n/q> n
name> remote
What type of source is it?
Choose a number from below
 1) swift (not installed)
 2) s3
 3) local (not installed)
 4) google cloud storage (not installed)
 5) dropbox (not installed)
 6) drive (not installed)
type> 2
AWS Access Key ID.
access_key_id> accesskey
AWS Secret Access Key (password).
secret_access_key> secretaccesskey
Region to connect to.
Choose a number from below, or type in your own value
 * The default endpoint - a good choice if you are unsure.
 * US Region, Northern Virginia or Pacific Northwest.
 * Leave location constraint empty.
 1) us-east-1
 * US West (Oregon) Region
 * Needs location constraint us-west-2.
 2) us-west-2
region> 1
Endpoint for S3 API.
Leave blank if using AWS to use the default endpoint for the region.
Specify if using an S3 clone such as Ceph.
endpoint> 
Location constraint - must be set to match the Region. Used when creating buckets only.
Choose a number from below, or type in your own value
 * Empty for US Region, Northern Virginia or Pacific Northwest.
 1) 
 * US West (Oregon) Region.
 2) us-west-2
location_constraint> 1
Remote config
--------------------
[remote]
access_key_id = accesskey
secret_access_key = secretaccesskey
region = us-east-1
endpoint = 
location_constraint = 
--------------------
y) Yes this is OK
e) Edit this remote
d) Delete this remote
y/e/d> y
Current remotes:

Name                 Type
====                 ====
remote               s3

e) Edit existing remote
n) New remote
d) Delete remote
q) Quit config
e/n/d/q> q
`

const SEED_LINES = ['n', 'remote', '2', 'accesskey', 'secretaccesskey', '1', '', '1', 'y', 'q']

const SEED_CONFIG = `\
[remote]
type = s3
access_key_id = accesskey
secret_access_key = secretaccesskey
region = us-east-1
endpoint = 
location_constraint = 
`

const ADVANCED_OPTIONS = {
  user: { type: 'string', help: 'Who.', required: true },
  kind: { type: 'string', help: '', choices: [{ value: 'a', help: 'The first.' }] },
  only_a: { type: 'string', help: 'Asked of a only.', when: { kind: ['a'] } },
  part_size: { type: 'size', help: 'How much.', advanced: true },
  links: { type: 'boolean', help: 'Whether.', default: true, advanced: true },
} as const satisfies OptionTable

function installed(type: string, options: OptionTable): InstalledBackend {
  const open = () => Promise.reject(new Error('the wizard opens nothing'))
  return {
    type,
    prefix: type,
    description: type,
    load: async () => defineBackend({ contract: 1, type, prefix: type, description: type, options, open }),
  }
}

const BACKENDS = chooserRows([installed('s3', S3_OPTIONS), installed('memory', {}), installed('foo', ADVANCED_OPTIONS)])

interface Run {
  /** As on a terminal, where what is typed is seen. */
  readonly screen: string
  readonly config: string
  /** How often the config was saved. */
  readonly saves: number
  /** Prompts that were answered, or met the end of the input. */
  readonly prompts: readonly string[]
  /** Those that were set; undefined: it was removed. */
  readonly passwords: readonly (string | undefined)[]
}

async function run(lines: readonly string[], before = '', backends = BACKENDS, signal = new AbortController().signal): Promise<Run> {
  let config = parseConfig(before)
  let screen = ''
  let saves = 0
  const prompts: string[] = []
  async function* typed(): AsyncGenerator<string> {
    for (const line of lines) {
      prompts.push(screen.slice(screen.lastIndexOf('\n') + 1))
      screen += `${line}\n`
      yield line
    }
    prompts.push(screen.slice(screen.lastIndexOf('\n') + 1))
  }
  const update = async (change: (config: ConfigText) => ConfigText) => {
    saves++
    config = change(config)
    return config
  }
  const print = (text: string) => {
    screen += text
  }
  const passwords: (string | undefined)[] = []
  const wizardConfig = {
    read: async () => config,
    update,
    isEncrypted: async () => passwords.at(-1) !== undefined,
    setPassword: async (password: string | undefined) => void passwords.push(password),
  }
  await runWizard({ lines: typed(), print, signal, config: wizardConfig, backends, platform: 'linux', logInHere: () => NO_LOG_IN })
  return { screen, config: printConfig(config), saves, prompts, passwords }
}

describe("the transcript in rclone 1.19's S3 page", () => {
  test('is printed to the letter, and saved', async () => {
    const { screen, config } = await run(SEED_LINES, '', chooserRows([installed('s3', S3_OPTIONS)]))
    expect(screen).toBe(SEED_TRANSCRIPT)
    expect(config).toBe(SEED_CONFIG)
  })

  test('through a pipe, with blanks and CRLF around the lines', async () => {
    const { config } = await run(SEED_LINES.map((line) => `  ${line}\r`))
    expect(config).toBe(SEED_CONFIG)
  })

  test.each(SEED_LINES.map((_, count) => count))(
    'input that ends after %d lines quits; what was not accepted is not saved',
    async (count) => {
      const { screen, config, saves } = await run(SEED_LINES.slice(0, count))
      expect(config).toBe(count < 9 ? '' : SEED_CONFIG)
      expect(saves).toBe(count < 9 ? 0 : 1)
      expect(screen.endsWith('> \n')).toBe(true)
    },
  )

  test('other backends follow the six, and a type may be typed as a word', async () => {
    const { screen, config } = await run(['n', 'm', 'memory', 'y', 'q'])
    expect(screen).toContain('\n 6) drive (not installed)\n 7) memory\n 8) foo\ntype> ')
    expect(config).toBe('[m]\ntype = memory\n')
  })
})

describe('bad input is asked again, with a reason', () => {
  test.each<[string, string, readonly string[], string]>([
    ['a menu', 'n/q> ', ['x', '', 'nn', '\u001b[A'], 'Type one of these letters: n, q.'],
    ['a name', 'name> ', ['', '-a', 'a:b', 'a/b', '\u0007'], "A remote's name "],
    ['a type', 'type> ', ['0', '9', '-1', '', 'ftp', '99999999999999999999'], 'Type a number from 1 to 8.'],
    ['a type that is not installed', 'type> ', ['4', 'gcs', 'google cloud storage'], 'tranship plugins install gcs'],
    ['a number beyond the choices', 'region> ', ['0', '3', '-1', '+7'], 'Type a number from 1 to 2.'],
    ['a review', 'y/e/d> ', ['q', 'yes', '1'], 'Type one of these letters: y, e, d.'],
  ])('%s', async (_, prompt, bad, reason) => {
    const { prompts } = await run(SEED_LINES)
    const at = prompts.indexOf(prompt)
    const again = await run(SEED_LINES.toSpliced(at, 0, ...bad))
    expect(again.prompts.slice(at, at + bad.length + 1)).toEqual(Array(bad.length + 1).fill(prompt))
    expect(again.screen.split(reason).length - 1).toBe(bad.length)
    expect(again.config).toBe(SEED_CONFIG)
  })

  test('the name of a remote that exists', async () => {
    const { screen, config } = await run(['n', 'a', 'b', 'memory', 'y', 'q'], '[a]\ntype = s3\n')
    expect(screen).toContain('name> a\nThere is a remote "a" already.\nname> b\n')
    expect(config).toBe('[a]\ntype = s3\n\n[b]\ntype = memory\n')
  })

  test('values of the wrong type, and a blank one that is required', async () => {
    const { screen, config } = await run(['n', 'r', 'foo', '', '""', 'me', 'own', 'a', '1MB', '2M', 'maybe', 'no', 'y', 'q'])
    expect(screen.split('"user" is required.').length - 1).toBe(2)
    expect(screen).toContain('part_size> 1MB\n"part_size" is not a size: "1MB".\npart_size> 2M\n')
    expect(screen).toContain('"links" is not a boolean')
    expect(config).toBe('[r]\ntype = foo\nuser = me\nkind = own\npart_size = 2M\nlinks = no\n')
  })

  test('any lines at all end with the input, and keep what is there', async () => {
    const words = fc.constantFrom(
      'n',
      'e',
      'd',
      'r',
      'c',
      's',
      '<',
      'y',
      'a',
      'q',
      '1',
      '2',
      '7',
      '8',
      'r',
      'x',
      '',
      '""',
      'me',
      '\u001b[31m',
      '99',
      '-1',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (lines) => {
        const { screen, config } = await run(lines, '# mine\n[keep]\ntype = memory\n')
        expect(config.startsWith('# mine\n')).toBe(true)
        expect(
          screen
            .split('\n')
            .filter((line) => !/> |password:/.test(line))
            .join(''),
        ).not.toContain('\u001b')
        expect(screen).toMatch(/(?:> |password:|q)\n$/)
      }),
      { numRuns: 300 },
    )
  })
})

describe('review', () => {
  test('advanced options are asked on request; what is left blank is not stored', async () => {
    const { screen, config } = await run(['n', 'r', 'foo', 'me', '1', 'x', 'a', '1M', '', 'y', 'q'])
    expect(screen).toContain('d) Delete this remote\na) Advanced options\ny/e/d/a> ')
    expect(screen).toContain('only_a = x\npart_size = 1M\n--------------------\n')
    expect(config).toBe('[r]\ntype = foo\nuser = me\nkind = a\nonly_a = x\npart_size = 1M\n')
  })

  test('an option that depends on another is asked only where it fits', async () => {
    const { prompts } = await run(['n', 'r', 'foo', 'me', 'other'])
    expect(prompts.slice(3)).toEqual(['user> ', 'kind> ', 'y/e/d/a> '])
  })

  test('e asks again: Enter keeps, text replaces, a pair of quotes blanks', async () => {
    const { screen, config } = await run([...SEED_LINES.slice(0, 8), 'e', '', 'other', '""', 'http://host', '2', 'y', 'q'])
    expect(screen).toContain('Press Enter to keep a value, type in a new one, or type "" to leave it blank; < leaves all as it was\n')
    expect(screen).toContain('region = us-east-1> ""\n')
    expect(config).toBe(
      '[remote]\ntype = s3\naccess_key_id = accesskey\nsecret_access_key = other\nregion = \nendpoint = http://host\nlocation_constraint = us-west-2\n',
    )
  })

  test('d forgets a new remote', async () => {
    const { screen, saves } = await run([...SEED_LINES.slice(0, 8), 'd', 'q'])
    expect(saves).toBe(0)
    expect(screen.endsWith('y/e/d> d\nNo remotes found - make a new one\nn) New remote\nq) Quit config\nn/q> q\n')).toBe(true)
  })
})

describe('remotes that exist', () => {
  const CONFIG = '# mine\n[b]\ntype = s3\nregion = x\ntoken = {"a":1}\n\n[a]\ntype = gone\nkey = 1\n'

  test('are listed by name', async () => {
    const { screen } = await run(['q'], CONFIG)
    expect(screen).toBe(
      'Current remotes:\n\nName                 Type\n====                 ====\na                    gone\nb                    s3\n\n' +
        'e) Edit existing remote\nn) New remote\nd) Delete remote\nq) Quit config\ne/n/d/q> q\n',
    )
  })

  test('are edited, also by keys that no table knows; what stays blank is not added', async () => {
    const { screen, config, prompts } = await run(['e', '2', 'me', '', '2', '', '', '{"a":2}', 'y', 'q'], CONFIG)
    expect(screen).toContain(
      'Choose a number from below\n 1) a\n 2) b\nremote> 2\n--------------------\n[b]\nregion = x\ntoken = {"a":1}\n',
    )
    expect(prompts.slice(2, 8)).toEqual(
      ['access_key_id', 'secret_access_key', 'region = x', 'endpoint', 'location_constraint', 'token = {"a":1}'].map((key) => `${key}> `),
    )
    expect(config).toBe('# mine\n[b]\ntype = s3\nregion = us-west-2\ntoken = {"a":2}\naccess_key_id = me\n\n[a]\ntype = gone\nkey = 1\n')
  })

  test('are edited though their backend is not installed', async () => {
    const { config } = await run(['e', 'a', '""', 'y', 'q'], CONFIG)
    expect(config).toContain('[a]\ntype = gone\nkey = \n')
  })

  test('are deleted only when that is confirmed', async () => {
    const kept = await run(['d', '1', 'n', 'd', '1', 'x', '', 'n', 'q'], CONFIG)
    expect(kept.config).toBe(CONFIG)
    expect(kept.screen).toContain('remote> 1\nDelete the remote "a"?\ny) Yes\nn) No\ny/n> n\n')
    const deleted = await run(['d', 'b', 'y', 'q'], CONFIG)
    expect(deleted.config).toBe('# mine\n[a]\ntype = gone\nkey = 1\n')
  })

  test('deleted from the review: only when confirmed, else the review goes on with what was typed', async () => {
    const { config } = await run(['e', 'a', '2', 'd', 'n', 'y', 'e', 'a', '3', 'd', 'y', 'q'], CONFIG)
    expect(config).toBe('# mine\n[b]\ntype = s3\nregion = x\ntoken = {"a":1}\n\n')
    const kept = await run(['e', 'a', '2', 'd', 'n', 'y', 'q'], CONFIG)
    expect(kept.config).toContain('key = 2\n')
  })

  test('show control characters instead of sending them to the terminal', async () => {
    const { screen } = await run(['e', '1', '', 'y', 'q'], '[a\u001b[2J]\ntype = x\u0007\nkey = \u001b]0;title\u0007\n')
    expect(screen).not.toMatch(/[^\P{Cc}\n]/u)
    expect(screen).toContain('key = \\u{1b}]0;title\\u{7}> ')
  })
})

describe('what rclone 1.19 did not have', () => {
  const CONFIG = '# mine\n[b]\ntype = s3\nregion = x\n\n[a]\ntype = gone\n'

  test('its letters are told when another one was typed, and work all the same', async () => {
    const { screen } = await run(['x', 'q'], CONFIG)
    expect(screen).toContain(
      'Type one of these letters: e, n, d, q.\nAlso r) Rename remote\nAlso c) Copy remote\nAlso s) Set configuration password\ne/n/d/q> ',
    )
  })

  test('a remote is renamed in its place', async () => {
    const { config } = await run(['r', 'b', 'a', 'new', 'q'], CONFIG)
    expect(config).toBe('# mine\n[new]\ntype = s3\nregion = x\n\n[a]\ntype = gone\n')
  })

  test('a remote is copied', async () => {
    const { config } = await run(['c', 'b', 'new', 'q'], CONFIG)
    expect(config).toBe(`${CONFIG}\n[new]\ntype = s3\nregion = x\n`)
  })

  test('a password is set, when it is typed alike twice, changed and removed', async () => {
    const { screen, passwords, prompts } = await run(['s', 'a', ' p', 'p', '', '', ' p', ' p', 'c', 'r', 'r', 'u', 'q', 'q'])
    expect(passwords).toEqual([' p', 'r', undefined])
    expect(screen).toContain('Passwords do not match!')
    expect(screen).toContain('An empty password protects nothing.')
    expect(prompts.filter((prompt) => prompt !== 'password:')).toEqual(['n/q> ', 'a/q> ', 'c/u/q> ', 'c/u/q> ', 'a/q> ', 'n/q> '])
  })

  test.each(Array.from({ length: 9 }, (_, count) => count))(
    '< after %d answers goes back to the menu, and saves nothing',
    async (count) => {
      const { prompts, saves } = await run([...SEED_LINES.slice(0, count), '<', 'q'])
      expect(saves).toBe(0)
      expect(prompts.at(-1)).toBe('n/q> ')
    },
  )

  test.each([
    ['e', '1', '<'],
    ['e', '2', 'changed', '<'],
    ['d', 'b', '<'],
    ['r', 'b', '<'],
    ['c', '<'],
  ])('back out of %s %s %s', async (...lines) => {
    const { config, prompts } = await run([...lines.filter((line) => line !== undefined), 'q'], CONFIG)
    expect(config).toBe(CONFIG)
    expect(prompts.at(-1)).toBe('e/n/d/q> ')
  })

  test('a password of a remote is asked twice, stored obscured, kept or blanked', async () => {
    const table = { pass: { type: 'string', help: 'Password.', secret: 'obscured' } } as const satisfies OptionTable
    const backends = chooserRows([installed('box', table)])
    const made = await run(['n', 'r', 'box', 'one', 'other', 'one ', 'one ', 'y', 'q'], '', backends)
    expect(made.screen).toContain('Passwords do not match!')
    const stored = /pass = (.*)/.exec(made.config)?.[1] ?? ''
    expect(reveal(stored)).toBe('one ')
    const kept = await run(['e', 'r', '', 'y', 'q'], made.config, backends)
    expect(kept.config).toBe(made.config)
    expect(kept.prompts).toContain('pass = *** ENCRYPTED ***> ')
    expect((await run(['e', 'r', '""', 'y', 'q'], made.config, backends)).config).toBe('[r]\ntype = box\npass = \n')
  })
})

const NO_LOG_IN = () => expect.unreachable()

/** A config file without a password, of which nobody asks for one. */
const UNPROTECTED = { isEncrypted: async () => false, setPassword: () => expect.unreachable() }

describe('what goes on elsewhere', () => {
  test('a remote that appeared meanwhile is not overlaid, one that went is not revived', async () => {
    const config = { ...UNPROTECTED, read: async () => parseConfig('[a]\ntype = memory\n') }
    const start = (lines: readonly string[], latest: string) =>
      runWizard({
        lines: iterate(lines),
        print: () => {},
        signal: new AbortController().signal,
        config: { ...config, update: async (change) => change(parseConfig(latest)) },
        backends: BACKENDS,
        platform: 'linux',
        logInHere: () => NO_LOG_IN,
      })
    await expect(start(['n', 'b', 'memory', 'y'], '[b]\ntype = s3\n')).rejects.toThrow('made by another program')
    await expect(start(['e', 'a', 'y'], '')).rejects.toThrow('deleted by another program')
  })

  test('an abort rejects a pending question with its reason', async () => {
    const controller = new AbortController()
    const reason = new Error('interrupted')
    const lines = { next: () => new Promise<IteratorResult<string>>(() => {}) }
    const config = { ...UNPROTECTED, read: async () => parseConfig(''), update: () => expect.unreachable() }
    const ended = runWizard({
      lines,
      print: () => controller.abort(reason),
      signal: controller.signal,
      config,
      backends: [],
      platform: 'linux',
      logInHere: () => NO_LOG_IN,
    })
    await expect(ended).rejects.toBe(reason)
  })
})

async function* iterate(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}
