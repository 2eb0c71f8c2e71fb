import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { newBucketName } from './harness/bucket.js'
import { ceph, hasCeph, SIGNATURES } from './harness/ceph.js'
import { startCountingProxy } from './harness/counting-proxy.js'
import { inTerminal } from './harness/terminal.js'
import { makeOddTree, makeTree, readTreeToMicroseconds } from './harness/tree.js'
import { newUser } from './harness/user.js'

describe.runIf(hasCeph).each(SIGNATURES)('the walk-through, with signature $signature', ({ region, number }) => {
  test('from no remote to a synced bucket and back', async () => {
    const user = newUser()
    const { accessKey, secretKey } = ceph()
    const proxy = await startCountingProxy(ceph().endpoint)
    const inScreen = async (...args: string[]) => {
      const { code, transcript } = await inTerminal(user, args)
      expect(code, transcript).toBe(0)
      return transcript
    }

    const dialog = await inTerminal(
      user,
      ['config'],
      [
        ['n/q> ', 'n'],
        ['name> ', 'remote'],
        ['type> ', '2'],
        ['access_key_id> ', accessKey],
        ['secret_access_key> ', secretKey],
        ['region> ', number],
        ['endpoint> ', proxy.endpoint],
        ['location_constraint> ', '1'],
        ['y/e/d/a> ', 'y'],
        ['e/n/d/q> ', 'q'],
      ],
    )
    const settings = { accessKey, secretKey, number, region, endpoint: proxy.endpoint }
    expect(dialog.transcript).toMatch(transcriptPattern(expectedDialog(settings)))
    expect(dialog.code).toBe(0)

    const bucket = newBucketName()
    const remote = `remote:${bucket}`
    const [source, back] = [join(user.folder, 'source'), join(user.folder, 'back')]
    makeOddTree(source)
    const names = Object.keys(readTreeToMicroseconds(source))

    expect(await inScreen('lsd', 'remote:')).not.toContain(bucket)
    expect(await inScreen('mkdir', remote)).toBe('')
    expect(await inScreen('lsd', 'remote:')).toMatch(new RegExp(`^ +-1 [-\\d]{10} [:\\d]{8} +-1 ${bucket}$`, 'm'))
    expect(await inScreen('sync', source, remote)).toBe('')
    expect((await inScreen('ls', remote)).trimEnd().split('\n')).toHaveLength(names.length)
    expect(await inScreen('check', source, remote)).toContain(` NOTICE: ${remote}: 0 differences found\n`)

    proxy.forget()
    expect(changes(await inScreen('sync', '-v', source, remote))).toEqual([])
    expect(Object.keys(proxy.counts()).filter((kind) => kind !== 'list' && kind !== 'head')).toEqual([])

    makeTree(source, { 'deep/er/and/deeper/file': 'changed', 'new file': 'added' }, '1600000000.123456789')
    rmSync(join(source, 'deep er'), { recursive: true }) // a bucket keeps no empty directories
    proxy.forget()
    expect(changes(await inScreen('sync', '-v', source, remote)).toSorted()).toEqual([
      'deep er/x: Deleted',
      'deep/er/and/deeper/file: Copied (replaced existing)',
      'new file: Copied (new)',
    ])
    expect(proxy.counts()).toMatchObject({ put: 2, 'delete many': 1 })

    expect(await inScreen('sync', remote, back)).toBe('')
    expect(execFileSync('diff', ['--recursive', source, back], { encoding: 'utf8' })).toBe('')
    expect(readTreeToMicroseconds(back)).toEqual(readTreeToMicroseconds(source))
    proxy.forget()
    expect(changes(await inScreen('sync', '-v', remote, back))).toEqual([])
    expect(proxy.counts().get ?? 0).toBe(0)

    expect(await inScreen('purge', remote)).toBe('')
    expect(await inScreen('lsd', 'remote:')).not.toContain(bucket)
  })
})

describe('config through a pipe', () => {
  const typed = ['n', 'remote', '2', 'accesskey', 'secretaccesskey', '1', '', '1', 'y', 'q']
  const saved = `[remote]
type = s3
access_key_id = accesskey
secret_access_key = secretaccesskey
region = us-east-1
endpoint = 
location_constraint = 
`

  test('reads its answers', async () => {
    const user = newUser()
    const { code, stdout, stderr } = await user.feed(`${typed.join('\n')}\n`, 'config')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('\nremote               s3\n')
    expect(readFileSync(user.configFile, 'utf8')).toBe(saved)
  })

  test.each(Array.from(typed.keys()))('quits when the input ends after %i answers, and saves nothing half made', async (count) => {
    const user = newUser()
    const { code, stderr } = await user.feed(
      typed
        .slice(0, count)
        .map((line) => `${line}\n`)
        .join(''),
      'config',
    )
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const config = existsSync(user.configFile) ? readFileSync(user.configFile, 'utf8') : ''
    expect(config).toBe(count > typed.indexOf('y') ? saved : '')
  })
})

/** What a `-v` output tells was done to which file; not the summary at its end. */
function changes(output: string): string[] {
  const lines = output
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^[\d/]+ [\d:]+ /, ''))
  return lines
    .filter((line) => line.startsWith('INFO  : '))
    .map((line) => line.slice('INFO  : '.length))
    .filter((line) => !/ in [\d.]+s$/.test(line))
}

/** A pattern for a whole transcript: [snip] stands for further lines of a numbered list, [not installed] for that remark or none. */
function transcriptPattern(text: string): RegExp {
  const pattern = text
    .replace(/[.*+?^${}()|\\]/g, '\\$&')
    .replaceAll('[snip]\n', '(?: \\* .*\\n|[ \\d]\\d\\) .*\\n)*')
    .replaceAll('[not installed]', '(?: \\(not installed\\))?')
    .replaceAll('[remote]', '\\[remote\\]')
  return new RegExp(`^${pattern}$`)
}

function expectedDialog(settings: Readonly<Record<'accessKey' | 'secretKey' | 'number' | 'region' | 'endpoint', string>>): string {
  return `No remotes found - make a new one
n) New remote
q) Quit config
n/q> n
name> remote
What type of source is it?
Choose a number from below
 1) swift[not installed]
 2) s3
 3) local
 4) google cloud storage[not installed]
 5) dropbox[not installed]
 6) drive[not installed]
[snip]
type> 2
AWS Access Key ID.
access_key_id> ${settings.accessKey}
AWS Secret Access Key (password).
secret_access_key> ${settings.secretKey}
Region to connect to.
Choose a number from below, or type in your own value
 * The default endpoint - a good choice if you are unsure.
 * US Region, Northern Virginia or Pacific Northwest.
 * Leave location constraint empty.
 1) us-east-1
 * US West (Oregon) Region
 * Needs location constraint us-west-2.
 2) us-west-2
[snip]
 * South America (Sao Paulo) Region
 * Needs location constraint sa-east-1.
 9) sa-east-1
 * If using an S3 clone that only understands v2 signatures - eg Ceph - set this and make sure you set the endpoint.
10) other-v2-signature
 * If using an S3 clone that understands v4 signatures set this and make sure you set the endpoint.
11) other-v4-signature
[snip]
region> ${settings.number}
Endpoint for S3 API.
Leave blank if using AWS to use the default endpoint for the region.
Specify if using an S3 clone such as Ceph.
endpoint> ${settings.endpoint}
Location constraint - must be set to match the Region. Used when creating buckets only.
Choose a number from below, or type in your own value
 * Empty for US Region, Northern Virginia or Pacific Northwest.
 1) 
 * US West (Oregon) Region.
 2) us-west-2
 * US West (Northern California) Region.
 3) us-west-1
 * EU (Ireland) Region.
 4) eu-west-1
[snip]
location_constraint> 1
Remote config
--------------------
[remote]
access_key_id = ${settings.accessKey}
secret_access_key = ${settings.secretKey}
region = ${settings.region}
endpoint = ${settings.endpoint}
location_constraint = 
--------------------
y) Yes this is OK
e) Edit this remote
d) Delete this remote
a) Advanced options
y/e/d/a> y
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
}
