import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { buffer, text } from 'node:stream/consumers'
import { expect, onTestFinished } from 'vitest'
import { startHttpsProxy } from '../../../test-integration/doubles/https-proxy.js'
import type { DriveDouble } from './double/server.js'

export const hasRclone = spawnSync('rclone', ['version']).status === 0
if (!hasRclone) console.warn('skipped: drive side by side with rclone, which is not on the PATH')

const HOSTS = ['www.googleapis.com', 'oauth2.googleapis.com', 'docs.google.com']

/** Runs rclone on `r:`, the drive of a double, in front of which stands a proxy. Gives what it prints. */
export type Rclone = (...args: readonly string[]) => Promise<Buffer>

export async function rcloneOn({ endpoint, tokens }: DriveDouble): Promise<Rclone> {
  const proxy = await startHttpsProxy(Object.fromEntries(HOSTS.map((host) => [host, endpoint])))
  onTestFinished(() => {
    proxy.close()
    expect(proxy.refused).toEqual([])
  })
  const { AWS_CA_BUNDLE: _not, ...inherited } = process.env
  const remote = { RCLONE_CONFIG_R_TYPE: 'drive', RCLONE_CONFIG_R_SCOPE: 'drive', RCLONE_CONFIG_R_TOKEN: tokens.config }
  const env = { ...inherited, ...proxy.env, ...remote, RCLONE_DRIVE_PACER_MIN_SLEEP: '1ms' }
  return async (...args) => {
    const child = spawn(
      'rclone',
      ['--config', '/dev/null', '--ca-cert', proxy.caFile, '--low-level-retries', '1', '--retries', '1', ...args],
      { env },
    )
    const [output, errors, [status]] = await Promise.all([buffer(child.stdout), text(child.stderr), once(child, 'close')])
    expect(status, `rclone ${args.join(' ')}: ${errors}`).toBe(0)
    return output
  }
}
