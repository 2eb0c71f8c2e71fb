import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bytesSource, type Fs, type FsPath, fsPath, readAll } from '@tranship/core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { startHttpsProxy } from '../../../test-integration/doubles/https-proxy.js'
import { run } from '../../../test-integration/harness/program.js'
import { type Double, startDouble } from '../test/double/server.js'
import { opened } from '../test/opened.js'

const hasRclone = spawnSync('rclone', ['version']).status === 0
if (!hasRclone) console.warn('skipped: dropbox side by side with rclone, which is not on the PATH')

const TIME = 1_354_040_105_000_000_000n
const PIECE = 64 * 1024

/** Names that only an encoding lets both of us write, and that only escapes let through headers. */
const NAMES = ['plain', 'space ', 'back\\slash', 'del\x7f', '日本語', 'emoji 😀', 'a/b/c', 'x%2Fy', 'trailing␠']

interface Beside {
  readonly double: Double
  readonly fs: Fs
  /** A directory of this machine. */
  readonly folder: string
  /** Runs rclone on `r:`, the account. Gives what it prints. */
  rclone(...args: readonly string[]): Promise<string>
}

async function beside(): Promise<Beside> {
  const double = await startDouble()
  const proxy = await startHttpsProxy({ 'api.dropboxapi.com': double.url, 'content.dropboxapi.com': double.url })
  const folder = mkdtempSync(join(tmpdir(), 'tranship-dropbox-'))
  const fs = await opened(double.url, { token: double.tokens.text(), chunk_size: PIECE })
  onTestFinished(async () => {
    await fs.close?.()
    proxy.close()
    double.close()
    rmSync(folder, { recursive: true })
    expect([double.violations, proxy.refused]).toEqual([[], []])
  })
  const remote = { RCLONE_CONFIG_R_TYPE: 'dropbox', RCLONE_CONFIG_R_TOKEN: double.tokens.text(true) }
  const { AWS_CA_BUNDLE: _not, ...env } = process.env
  return {
    double,
    fs,
    folder,
    rclone: async (...args) => {
      const flags = ['--config', '/dev/null', '--ca-cert', proxy.caFile, '--low-level-retries', '1', '--retries', '1']
      const { code, stdout, stderr } = await run('rclone', [...flags, ...args], { cwd: folder, env: { ...env, ...proxy.env, ...remote } })
      expect(code, stderr).toBe(0)
      return stdout
    },
  }
}

describe.runIf(hasRclone)('side by side with rclone', () => {
  test('it reads what we write, and finds it whole', async () => {
    const { fs, folder, rclone } = await beside()
    for (const [at, name] of NAMES.entries()) {
      const bytes = Buffer.alloc(at * 40_000, name)
      await fs.put(fsPath(`d/${name}`), bytesSource(bytes), { modTime: TIME })
      write(folder, name, bytes)
    }
    await rclone('check', folder, 'r:d')
    const listed: { Path: string; Size: number; ModTime: string }[] = JSON.parse(await rclone('lsjson', '-R', '--files-only', 'r:d'))
    // Controls are pictures in rclone, wherever the name comes from.
    expect(listed.map(({ Path }) => Path.replace('␡', '\x7f')).sort()).toEqual(NAMES.toSorted())
    for (const { ModTime } of listed) expect(Date.parse(ModTime)).toBe(Number(TIME / 1_000_000n))
    expect(await rclone('sync', '-v', '--dry-run', folder, 'r:d')).not.toContain('Skipped')
    const digest = (await fs.stat(fsPath('d/plain'))).hashes?.dropbox
    expect(await rclone('hashsum', 'dropbox', 'r:d/plain')).toContain(digest)
  })

  test.each(['sync', 'off'])('we read, copy and remove what it writes, with batch mode %s', async (mode) => {
    const { fs, folder, rclone, double } = await beside()
    for (const [at, name] of NAMES.entries()) write(folder, name, Buffer.alloc(at * 40_000, name))
    await rclone('copy', '--dropbox-batch-mode', mode, '--dropbox-chunk-size', '100k', folder, 'r:d')
    const objects = (await everything(fs, fsPath('d'))).toSorted()
    expect(objects).toEqual(NAMES.map((name) => `d/${name}`).toSorted())
    for (const name of NAMES) {
      const object = await fs.stat(fsPath(`d/${name}`))
      expect(object.modTime).toBe(TIME)
      expect(Buffer.compare(await readAll(fs.open(object)), readFileSync(join(folder, name)))).toBe(0)
      await fs.copy?.(object, fsPath(`copied/${name}`))
      await fs.remove(object)
    }
    await rclone('check', folder, 'r:copied')
    await fs.purge?.(fsPath('copied'))
    expect(await rclone('lsf', '-R', '--files-only', 'r:')).toBe('')
    expect(double.tokens.granted()).toBeGreaterThan(0)
  })

  test('it finds nothing to do after us, and we after it', async () => {
    const { fs, folder, rclone } = await beside()
    write(folder, 'one', Buffer.from('one'))
    await rclone('copyto', join(folder, 'one'), 'r:Moved/One')
    const object = await fs.stat(fsPath('moved/one'))
    expect(object.path).toBe('Moved/One')
    await fs.move?.(object, fsPath('back/one'))
    await rclone('moveto', 'r:back/one', 'r:back/two')
    expect((await fs.stat(fsPath('back/two'))).version).toBeDefined()
    expect(JSON.parse(await rclone('about', '--json', 'r:'))).toEqual({ total: 2_000_000_000, used: 1000, free: 1_999_999_000 })
    const link = await rclone('link', 'r:back/two')
    expect(await fs.publicLink?.(fsPath('back/two'))).toBe(link.trim())
  })
})

function write(folder: string, name: string, bytes: Uint8Array): void {
  const file = join(folder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, bytes)
  utimesSync(file, Number(TIME / 1_000_000_000n), Number(TIME / 1_000_000_000n))
}

async function everything(fs: Fs, directory: FsPath): Promise<readonly string[]> {
  const paths: string[] = []
  for await (const page of fs.listAll?.(directory) ?? []) for (const entry of page) if (entry.kind === 'object') paths.push(entry.path)
  return paths
}
