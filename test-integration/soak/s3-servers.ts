import { readFileSync } from 'node:fs'
import type { OptionInput } from '@tranship/core'
import s3 from '@tranship/plugin-s3'
import type { KnownFailure } from '@tranship/testkit'
import { inject } from 'vitest'
import type { S3Account } from '../servers/start.js'

/** One way to use one S3 server. */
export interface S3Server {
  readonly name: string
  /** Absent where the server could not be started: the run has told so. */
  readonly account: S3Account | undefined
  /** What a user would give besides endpoint and keys. */
  readonly options: OptionInput<typeof s3.options>
  /** What cannot hold yet with any server, and what never will with this one. */
  readonly knownFailures: readonly KnownFailure[]
}

const [ceph, swift, versitygw] = [inject('ceph'), inject('swift'), inject('versitygw')]

const ofThePlugin = knownFailuresIn('../../plugins/s3/known-failures.json')

const HAS_DIRECTORIES = 'it keeps objects as files of a directory: `t` and `t/x` cannot both be, nor has a directory content'
const HAS_PLAIN_XML = 'it shows control characters as U+FFFD, since it knows no encoding-type=url'

/** What never will hold with versitygw 1.8.0. */
const ofVersitygw: readonly KnownFailure[] = [
  ...[
    'list: directories named like files',
    'list: in path order',
    'list: names that are hard to order',
    'names: that stand for illegal ones',
  ].map((check) => ({ check, reason: HAS_DIRECTORIES, takenBy: 'nobody: it is the server' })),
  ...['names: all at once', 'names: of directories', 'names: of objects'].map((check) => ({
    check,
    reason: HAS_PLAIN_XML,
    takenBy: 'nobody: it is the server',
  })),
]

/** What never will hold with it as AWS: its copies pass over If-Match and If-None-Match, which those of AWS do not. */
const ofVersitygwAsAws: readonly KnownFailure[] = [
  {
    check: 'conditions: copy over what has changed',
    reason: 'its copies know only x-amz-copy-source-if-match',
    takenBy: 'nobody: it is the server',
  },
]

export const S3_SERVERS: readonly S3Server[] = [
  {
    name: 'the Ceph gateway, signature v4',
    account: ceph,
    options: { provider: 'Ceph', region: 'other-v4-signature' },
    knownFailures: ofThePlugin,
  },
  {
    name: 'the Ceph gateway, signature v2',
    account: ceph,
    options: { provider: 'Ceph', region: 'other-v2-signature' },
    knownFailures: ofThePlugin,
  },
  { name: 'Swift', account: swift, options: { region: 'us-east-1' }, knownFailures: ofThePlugin },
  { name: 'versitygw', account: versitygw, options: { region: 'us-east-1' }, knownFailures: [...ofThePlugin, ...ofVersitygw] },
  {
    name: 'versitygw taken for AWS',
    account: versitygw,
    options: { provider: 'AWS', region: 'us-east-1', force_path_style: true },
    knownFailures: [...ofThePlugin, ...ofVersitygw, ...ofVersitygwAsAws],
  },
]

/** Keys in a page of a listing, and bytes from which on a file goes in parts: those of a user who sets neither. */
export const NATIVE = { pageSize: s3.options.list_chunk.default, partSize: s3.options.chunk_size.default }

/** All options for a server, at an endpoint that may be a proxy before it. */
export function optionsFor({ options }: S3Server, account: S3Account, endpoint = account.endpoint): OptionInput<typeof s3.options> {
  return { ...options, endpoint, access_key_id: account.accessKey, secret_access_key: account.secretKey }
}

function knownFailuresIn(file: string): readonly KnownFailure[] {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as KnownFailure[]
}
