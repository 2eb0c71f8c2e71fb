import type { HeadObjectCommandOutput, Tag } from '@aws-sdk/client-s3'
import { type FsPath, isFsError } from '@tranship/core/backend'
import { payer } from './client/request-members.js'
import { request, type Session, steadyRequest } from './client/session.js'
import { objectKey } from './key.js'

/** The tags of an object whose HEAD tells that it has some. Where they may not be read there are none, which is told. */
export async function tagsOf(
  session: Session,
  path: FsPath,
  { TagCount = 0 }: HeadObjectCommandOutput,
  signal: AbortSignal | undefined,
): Promise<readonly Tag[]> {
  if (TagCount === 0) return []
  const input = { ...objectKey(path), ...payer(session.settings) }
  try {
    return (await steadyRequest(session, { path, signal }, (s3, http) => s3.getObjectTagging(input, http))).TagSet ?? []
  } catch (error) {
    if (!isFsError(error, 'unsupported') && !isFsError(error, 'denied')) throw error
    session.context.log('notice', `its tags are not kept: ${error.message}`, path)
    return []
  }
}

export async function setTags(session: Session, path: FsPath, tags: readonly Tag[], signal: AbortSignal | undefined): Promise<void> {
  const input = { ...objectKey(path), ...payer(session.settings), Tagging: { TagSet: [...tags] } }
  await request(session, { path, signal }, (s3, http) => s3.putObjectTagging(input, http))
}

/** Tags as a header has them. */
export function tagText(tags: readonly Tag[]): string {
  return new URLSearchParams(tags.map(({ Key = '', Value = '' }): [string, string] => [Key, Value])).toString()
}
