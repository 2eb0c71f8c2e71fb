import { hash } from 'node:crypto'
import type { S3Options } from '../options.js'

/** The key of SSE-C, with which the service encrypts and forgets, as the requests carry it. */
export interface CustomerKey {
  readonly SSECustomerAlgorithm: string
  /** Base64. */
  readonly SSECustomerKey: string
  /** Base64 of the MD5 of the key. */
  readonly SSECustomerKeyMD5: string
}

/** The customer key of a remote, checked. `fail` is told what is wrong with it. */
export function customerKeyOf(options: S3Options, fail: (problem: string) => never): CustomerKey | undefined {
  const { sse_customer_key: text, sse_customer_key_base64: base64, sse_customer_key_md5: md5, sse_customer_algorithm: algorithm } = options
  if (text === undefined && base64 === undefined) {
    const orphan = algorithm === undefined ? md5 && 'sse_customer_key_md5' : 'sse_customer_algorithm'
    return orphan === undefined ? undefined : fail(`"${orphan}" needs "sse_customer_key"`)
  }
  if (text !== undefined && base64 !== undefined) fail('give "sse_customer_key" or "sse_customer_key_base64", not both')
  const key = text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text)
  if (key.byteLength !== 32) {
    fail(`"sse_customer_key${text === undefined ? '_base64' : ''}" must be 32 bytes, it has ${key.byteLength}`)
  }
  const own = hash('md5', key, 'base64')
  if (md5 !== undefined && md5 !== own) fail('"sse_customer_key_md5" is not the MD5 of the key')
  return { SSECustomerAlgorithm: algorithm ?? 'AES256', SSECustomerKey: key.toString('base64'), SSECustomerKeyMD5: own }
}
