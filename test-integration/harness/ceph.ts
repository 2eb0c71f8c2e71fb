import { execFileSync } from 'node:child_process'
import { inject } from 'vitest'
import type { Ceph, S3Account } from '../servers/start.js'

export const hasCeph = inject('ceph') !== undefined

export function ceph(): Ceph {
  const found = inject('ceph')
  if (found === undefined) throw new Error('there is no Ceph gateway')
  return found
}

/** The regions of the seed's wizard that choose how requests to a clone of S3 are signed. */
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

/** Makes another account of the gateway that may keep so many objects and no more. */
export function newAccountWithQuota(name: string, objects: number): S3Account {
  const { config, endpoint, region } = ceph()
  const admin = (...args: string[]): string =>
    execFileSync('radosgw-admin', ['-c', config, '-n', 'client.rgw', ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  const { keys } = JSON.parse(admin('user', 'create', `--uid=${name}`, `--display-name=${name}`)) as {
    keys: { access_key: string; secret_key: string }[]
  }
  admin('quota', 'set', '--quota-scope=user', `--uid=${name}`, `--max-objects=${objects}`)
  admin('quota', 'enable', '--quota-scope=user', `--uid=${name}`)
  return { endpoint, region, accessKey: keys[0]?.access_key ?? '', secretKey: keys[0]?.secret_key ?? '' }
}
