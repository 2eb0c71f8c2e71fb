import type { _Object, ListObjectsCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { malformed, scanXml, tagOf } from './xml-scan.js'
import { textOf } from './xml-text.js'

/** What both versions of the list answer are read into; each answers with those fields of it that it has. */
export type Listing = Pick<
  ListObjectsCommandOutput & ListObjectsV2CommandOutput,
  'Contents' | 'CommonPrefixes' | 'EncodingType' | 'IsTruncated' | 'NextMarker' | 'NextContinuationToken'
>

const ROOT = tagOf('ListBucketResult')
const CONTENTS = tagOf('Contents')
const KEY = tagOf('Key')
const SIZE = tagOf('Size')
const ETAG = tagOf('ETag')
const LAST_MODIFIED = tagOf('LastModified')
const STORAGE_CLASS = tagOf('StorageClass')
const COMMON_PREFIXES = tagOf('CommonPrefixes')
const PREFIX = tagOf('Prefix')
const ENCODING = tagOf('EncodingType')
const TRUNCATED = tagOf('IsTruncated')
const NEXT_MARKER = tagOf('NextMarker')
const NEXT_TOKEN = tagOf('NextContinuationToken')

type Class = NonNullable<_Object['StorageClass']>

/** Reads a page of a listing: of each object the key, size, ETag, time and storage class. Its strings do not keep the page in memory. */
export function readListing(page: Buffer): Listing {
  const Contents: _Object[] = []
  const CommonPrefixes: { Prefix: string }[] = []
  const listing: Listing = { Contents, CommonPrefixes }
  let root: number | undefined
  let object: _Object | undefined
  let isPrefix = false
  // There are few classes, and many objects: one text stands for all that are the same.
  let latest = ''
  const sameText = (text: string): string => {
    if (text !== latest) latest = text
    return latest
  }

  scanXml(page, {
    begin: (tag) => {
      root ??= tag
      if (tag === CONTENTS) object = { Key: undefined, Size: undefined, ETag: undefined, LastModified: undefined, StorageClass: undefined }
      else if (tag === COMMON_PREFIXES) isPrefix = true
    },
    end: (tag, from, to) => {
      if (object !== undefined) {
        if (tag === KEY) object.Key = textOf(page, from, to)
        else if (tag === SIZE) object.Size = Number(textOf(page, from, to))
        else if (tag === ETAG) object.ETag = textOf(page, from, to)
        else if (tag === LAST_MODIFIED) object.LastModified = new Date(textOf(page, from, to))
        else if (tag === STORAGE_CLASS) object.StorageClass = sameText(textOf(page, from, to)) as Class
        else if (tag === CONTENTS) {
          Contents.push(object)
          object = undefined
        }
      } else if (isPrefix) {
        if (tag === PREFIX) CommonPrefixes.push({ Prefix: textOf(page, from, to) })
        else if (tag === COMMON_PREFIXES) isPrefix = false
      } else if (tag === TRUNCATED) listing.IsTruncated = textOf(page, from, to) === 'true'
      else if (tag === ENCODING) listing.EncodingType = textOf(page, from, to) as 'url'
      else if (tag === NEXT_MARKER) listing.NextMarker = textOf(page, from, to)
      else if (tag === NEXT_TOKEN) listing.NextContinuationToken = textOf(page, from, to)
    },
  })
  if (root !== ROOT) throw malformed('it is no listing')
  return listing
}
