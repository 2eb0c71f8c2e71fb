import { comparePaths } from '@tranship/core/backend'
import { ApiError, invalid } from './api-error.js'
import type { Answer, Asked } from './request.js'
import { jsonOf } from './request.js'
import { bucketResource } from './resources.js'
import { bucketOf, type State } from './state.js'

export function listBuckets(state: State, { query }: Asked, pageSize: number): Answer {
  if (query.get('project') === null) throw new ApiError(400, 'required', 'Required parameter: project')
  const names = [...state.buckets.keys()].sort(comparePaths)
  const after = query.get('pageToken')
  const from = after === null ? 0 : names.findIndex((name) => comparePaths(name, Buffer.from(after, 'base64').toString()) > 0)
  const limit = Math.min(Number(query.get('maxResults') ?? 1000), pageSize)
  const page = from === -1 ? [] : names.slice(from, from + limit)
  const last = page.at(-1)
  const isMore = from !== -1 && from + limit < names.length && last !== undefined
  return {
    status: 200,
    body: {
      kind: 'storage#buckets',
      ...(page.length > 0 && { items: page.map((name) => bucketResource(bucketOf(state, name))) }),
      ...(isMore && { nextPageToken: Buffer.from(last).toString('base64') }),
    },
  }
}

export async function insertBucket(state: State, asked: Asked): Promise<Answer> {
  if (asked.query.get('project') === null) throw new ApiError(400, 'required', 'Required parameter: project')
  const { name, iamConfiguration, ...fields } = await jsonOf(asked)
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/.test(name)) throw invalid(`Invalid bucket name: '${String(name)}'`)
  if (state.buckets.has(name)) {
    throw new ApiError(409, 'conflict', 'Your previous request to create the named bucket succeeded and you already own it.')
  }
  const told = iamConfiguration as
    | { uniformBucketLevelAccess?: { enabled?: boolean }; bucketPolicyOnly?: { enabled?: boolean } }
    | undefined
  const isUniform = told?.uniformBucketLevelAccess?.enabled === true || told?.bucketPolicyOnly?.enabled === true
  if (isUniform && (asked.query.has('predefinedAcl') || asked.query.has('predefinedDefaultObjectAcl')))
    throw invalid('Cannot use ACL API to set bucket policy when uniform bucket-level access is enabled.')
  state.buckets.set(name, { name, fields, isUniform, timeCreated: state.now().toISOString(), objects: new Map() })
  return { status: 200, body: bucketResource(bucketOf(state, name)) }
}

export function getBucket(state: State, { names: [name = ''] }: Asked): Answer {
  return { status: 200, body: bucketResource(bucketOf(state, name)) }
}

export function deleteBucket(state: State, { names: [name = ''] }: Asked): Answer {
  const bucket = bucketOf(state, name)
  if (bucket.objects.size > 0) throw new ApiError(409, 'conflict', 'The bucket you tried to delete is not empty.')
  state.buckets.delete(name)
  return { status: 204 }
}
