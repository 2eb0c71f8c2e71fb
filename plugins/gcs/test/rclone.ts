import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export async function hasRclone(): Promise<boolean> {
  return run('rclone', ['version']).then(
    () => true,
    () => false,
  )
}

/** Runs rclone on `r:`, all buckets of a service. Gives what it prints; rejects when it fails. */
export async function rclone(endpoint: string, token: string, ...args: readonly string[]): Promise<Buffer> {
  const { AWS_CA_BUNDLE: _not, ...env } = process.env
  const remote = {
    RCLONE_CONFIG_R_TYPE: 'google cloud storage',
    RCLONE_CONFIG_R_ENDPOINT: `${endpoint}/storage/v1/`,
    RCLONE_CONFIG_R_PROJECT_NUMBER: '1',
    RCLONE_CONFIG_R_TOKEN: JSON.stringify({ access_token: token, token_type: 'Bearer', expiry: '2999-01-01T00:00:00Z' }),
  }
  const flags = ['--config', '/dev/null', '--low-level-retries', '1', '--retries', '1']
  const options = { env: { ...env, ...remote }, encoding: 'buffer', maxBuffer: 100 * 1024 ** 2 } as const
  return (await run('rclone', [...flags, ...args], options)).stdout
}
