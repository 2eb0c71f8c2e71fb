import { type Bucket, crc32cOf, md5Of, type State, type StoredObject } from './state.js'

/** What the API tells of an object; links are built with the host that it was asked by. */
export function objectResource(bucket: string, object: StoredObject, origin: string): Record<string, unknown> {
  const { name, bytes, generation, metageneration, timeCreated, updated, fields, componentCount } = object
  const path = `b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(name)}`
  return {
    kind: 'storage#object',
    id: `${bucket}/${name}/${generation}`,
    selfLink: `${origin}/storage/v1/${path}`,
    mediaLink: `${origin}/download/storage/v1/${path}?generation=${generation}&alt=media`,
    bucket,
    name,
    generation: String(generation),
    metageneration: String(metageneration),
    size: String(bytes.byteLength),
    storageClass: 'STANDARD',
    ...fields,
    crc32c: crc32cOf(bytes),
    ...(componentCount === undefined ? { md5Hash: md5Of(bytes) } : { componentCount }),
    etag: Buffer.from(`${generation}/${metageneration}`).toString('base64'),
    timeCreated,
    updated,
    timeStorageClassUpdated: timeCreated,
  }
}

export function bucketResource({ name, fields, timeCreated, isUniform }: Bucket): Record<string, unknown> {
  return {
    kind: 'storage#bucket',
    id: name,
    name,
    location: 'US',
    storageClass: 'STANDARD',
    ...fields,
    timeCreated,
    updated: timeCreated,
    metageneration: '1',
    iamConfiguration: { uniformBucketLevelAccess: { enabled: isUniform } },
  }
}

/** Fields that nobody sets: given back by clients that send whole resources, and ignored, but for those that are checked elsewhere. */
const READ_ONLY: ReadonlySet<string> = new Set(
  [
    'kind id selfLink mediaLink bucket name generation metageneration size crc32c md5Hash etag timeCreated updated',
    'timeStorageClassUpdated componentCount timeDeleted timeFinalized owner acl',
  ].flatMap((line) => line.split(' ')),
)

/** What of a resource its writer can set. */
export function writable(resource: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(resource).filter(([name, value]) => !READ_ONLY.has(name) && value !== null && value !== ''))
}

/** Writes a new generation. */
export function store(state: State, bucket: Bucket, name: string, bytes: Buffer, fields: Readonly<Record<string, unknown>>): StoredObject {
  const time = state.now().toISOString()
  const object: StoredObject = {
    name,
    bytes,
    generation: state.nextGeneration++,
    metageneration: 1,
    timeCreated: time,
    updated: time,
    fields: writable(fields),
  }
  bucket.objects.set(name, object)
  return object
}
