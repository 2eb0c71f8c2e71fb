import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import type { Ceph, S3Account } from '../servers/start.js'

export const hasCeph = inject('ceph') !== undefined

export function ceph(): Ceph {
  const found = inject('ceph')
  if (found === undefined) throw new Error('there is no Ceph gateway')
  return found
}

/** The regions that choose how requests to a clone of S3 are signed, and their numbers in the wizard. */
export const SIGNATURES = [
  { signature: 'v2', region: 'other-v2-signature', number: '10' },
  { signature: 'v4', region: 'other-v4-signature', number: '11' },
] as const

/** A config file's section, as the wizard writes it. */
export function s3Section(account: Omit<S3Account, 'region'>, region: string = 'other-v4-signature'): Record<string, string> {
  return {
    type: 's3',
    access_key_id: account.accessKey,
    secret_access_key: account.secretKey,
    region,
    endpoint: account.endpoint,
    location_constraint: '',
  }
}

/** Makes another account of the gateway, which has no buckets, and may keep so many objects. */
export function newAccount(mostObjects = 1_000_000): S3Account {
  const { config, endpoint, region } = ceph()
  const name = `account-${randomUUID()}`
  const admin = (...args: string[]): string =>
    execFileSync('radosgw-admin', ['-c', config, '-n', 'client.rgw', ...args, `--uid=${name}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const made = JSON.parse(admin('user', 'create', `--display-name=${name}`)) as { keys: { access_key: string; secret_key: string }[] }
  admin('quota', 'set', '--quota-scope=user', `--max-objects=${mostObjects}`)
  admin('quota', 'enable', '--quota-scope=user')
  const [{ access_key: accessKey, secret_key: secretKey } = { access_key: '', secret_key: '' }] = made.keys
  return { endpoint, region, accessKey, secretKey }
}
