import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Credentials } from '../client/credential-source.js'
import { encoded } from './encoding.js'

const ALGORITHM = 'AWS4-HMAC-SHA256'

/** Stands for the hash of a body over TLS, which guards it already. */
export const UNSIGNED = 'UNSIGNED-PAYLOAD'
export const SHA256_OF_NOTHING = hash('sha256', '', 'hex')

/** The names of the headers that are signed, in order, and as the signature tells them. */
interface SignedNames {
  readonly names: readonly string[]
  readonly signed: string
}

/** Most requests have the headers of the one before: to find that out costs a tenth of sorting them. */
function rememberingNames(): (headers: Readonly<Record<string, string>>) => SignedNames {
  let unsorted: string[] = []
  let known: SignedNames = { names: [], signed: '' }
  return (headers) => {
    let count = 0
    let isKnown = true
    for (const name in headers) {
      if (unsorted[count] !== name) isKnown = false
      unsorted[count++] = name
    }
    if (isKnown && unsorted.length === count) return known
    unsorted = unsorted.slice(0, count)
    const names = ['host', ...unsorted.filter((name) => name !== 'user-agent')].sort()
    known = { names, signed: names.join(';') }
    return known
  }
}

/** What is signed, and gets the signature into its headers. The target is path and query as they are sent. */
export interface SignedRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** By lower-case names. All are signed but that of the program. */
  readonly headers: Record<string, string>
}

/** Signs requests as version 4 does. The key of a day and the text of a second are made once. */
export function signingV4({ accessKeyId, secretAccessKey, sessionToken }: Credentials, region: string) {
  let second = 0
  let time = ''
  let scope = ''
  let key: KeyObject | undefined
  const namesOf = rememberingNames()

  const look = (): KeyObject => {
    const now = Math.floor(Date.now() / 1000)
    if (now === second && key !== undefined) return key
    second = now
    time = new Date(now * 1000).toISOString().replace(/[-:]|\.\d+/g, '')
    const today = `${time.slice(0, 8)}/${region}/s3/aws4_request`
    if (today === scope && key !== undefined) return key
    scope = today
    key = signingKey(secretAccessKey, today.split('/'))
    return key
  }

  return ({ method, host, path, query, headers }: SignedRequest, bodySha256: string): void => {
    const dayKey = look()
    headers['x-amz-date'] = time
    headers['x-amz-content-sha256'] = bodySha256
    if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken

    const { names, signed } = namesOf(headers)
    let lines = ''
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string
      lines += `${name}:${name === 'host' ? host : trimmed(headers[name] as string)}\n`
    }
    const canonical = `${method}\n${path}\n${canonicalQuery(query)}\n${lines}\n${signed}\n${bodySha256}`
    const text = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical, 'hex')}`
    const signature = createHmac('sha256', dayKey).update(text).digest('hex')
    headers.authorization = `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`
  }
}

/** What a URL is signed for. The path is encoded. */
export interface Presigned {
  readonly region: string
  readonly host: string
  readonly path: string
  /** Seconds. */
  readonly life: number
  /** Parameters besides those of the signature. */
  readonly query: Readonly<Record<string, string>>
}

/** The query with which a GET of a path is signed as version 4 does it in a URL. */
export function presignedV4({ accessKeyId, secretAccessKey, sessionToken }: Credentials, wanted: Presigned, now = new Date()): string {
  const { region, host, path, life, query } = wanted
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const signed = canonicalQuery({
    ...query,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(life),
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  })
  const canonical = `GET\n${path}\n${signed}\nhost:${host}\n\nhost\n${UNSIGNED}`
  const text = `${ALGORITHM}\n${time}\n${scope}\n${hash('sha256', canonical, 'hex')}`
  const signature = createHmac('sha256', signingKey(secretAccessKey, scope.split('/')))
    .update(text)
    .digest('hex')
  return `${signed}&X-Amz-Signature=${signature}`
}

/** A KeyObject: an HMAC with the bytes of a key costs six times as much. */
function signingKey(secretAccessKey: string, scope: readonly string[]): KeyObject {
  const step = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  return createSecretKey(scope.reduce(step, Buffer.from(`AWS4${secretAccessKey}`)))
}

/** The query as version 4 signs it, which is also a form in which it can be sent. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .sort()
    .map((name) => `${name}=${encoded(query[name] as string)}`)
    .join('&')
}

function trimmed(value: string): string {
  const bare = value.trim()
  return bare.includes('  ') ? bare.replace(/ {2,}/g, ' ') : bare
}
