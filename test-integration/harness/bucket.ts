import { randomBytes } from 'node:crypto'
import { S3 } from '@aws-sdk/client-s3'
import { onTestFinished } from 'vitest'
import type { S3Account } from '../servers/start.js'

/** A bucket as another program sees it: raw keys, no notion of paths. */
export interface Bucket {
  readonly name: string
  put(key: string, body: string | Uint8Array, metadata?: Record<string, string>): Promise<void>
  /** Puts many small objects, several at a time. */
  fill(keys: Iterable<string>): Promise<void>
  /** Every key, in the service's order. */
  keys(): Promise<string[]>
  body(key: string): Promise<Buffer>
  metadata(key: string): Promise<Record<string, string>>
  /** Keys of uploads in parts that were begun and neither completed nor aborted. */
  unfinishedUploads(): Promise<string[]>
}

/** A name for a bucket that does not exist. */
export function newBucketName(): string {
  return `tranship-${randomBytes(5).toString('hex')}`
}

/** Makes a bucket, which goes with the server. */
export async function newBucket(account: S3Account): Promise<Bucket> {
  const name = newBucketName()
  const client = clientOf(account)
  await client.createBucket({ Bucket: name })
  const at = (Key: string) => ({ Bucket: name, Key })
  const put: Bucket['put'] = async (key, body, metadata) => {
    await client.putObject({ ...at(key), Body: body, ...(metadata && { Metadata: metadata }) })
  }
  return {
    name,
    put,
    fill: async (keys) => {
      const left = [...keys].values()
      const worker = async () => {
        for (const key of left) await put(key, `content of ${key}`)
      }
      await Promise.all(Array.from({ length: 16 }, worker))
    },
    keys: async () => {
      const keys: string[] = []
      for (let after: string | undefined, more = true; more; ) {
        const page = await client.listObjectsV2({ Bucket: name, ...(after !== undefined && { StartAfter: after }) })
        keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key))
        after = keys.at(-1)
        more = page.IsTruncated ?? false
      }
      return keys
    },
    body: async (key) => Buffer.from((await (await client.getObject(at(key))).Body?.transformToByteArray()) ?? []),
    metadata: async (key) => (await client.headObject(at(key))).Metadata ?? {},
    unfinishedUploads: () => unfinishedUploads(account, name),
  }
}

/** Keys of uploads in parts in a bucket that were begun and neither completed nor aborted. */
export async function unfinishedUploads(account: S3Account, bucket: string): Promise<string[]> {
  const { Uploads = [] } = await clientOf(account).listMultipartUploads({ Bucket: bucket })
  return Uploads.map(({ Key = '' }) => Key)
}

/** A client of another program, which goes with the test. */
function clientOf({ endpoint, region, accessKey, secretKey }: S3Account): S3 {
  const client = new S3({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  onTestFinished(() => client.destroy())
  return client
}
