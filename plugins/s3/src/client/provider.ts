import type { ConditionalOperation, Features } from '@tranship/core/backend'
import type { UploadChecksums } from './checksums.js'
import { OTHER, PROVIDERS } from './providers.js'

/** What is known about one service that speaks S3: its quirks are these facts, never a branch elsewhere. */
export interface Provider {
  readonly name: string
  readonly help: string
  /** The version of the list request that it is known to answer well. */
  readonly listVersion: 1 | 2
  /** It may be asked to encode the names of a listing, which XML cannot always hold; one that cannot says so in its answer. */
  readonly encodesListings: boolean
  readonly listingOrder: Features['listingOrder']
  /** Its documentation promises listings in the byte order of keys. */
  readonly documentsByteOrder: boolean
  /** The operations whose If-Match and If-None-Match it holds to: a condition is sent for no other one. */
  readonly conditions: readonly ConditionalOperation[]
  /** It wants an ETag in If-Match of a PUT without its quotes (Ceph 16 compares the text). */
  readonly bareConditions: boolean
  /** It holds to the conditions also when it completes an upload in parts (Ceph 16 passes over them). */
  readonly conditionalComplete: boolean
  /** The ETag of an object that was sent as a whole, and is not encrypted by a key of its owner, is its MD5. */
  readonly etagIsMd5: boolean
  /** The ETag of a multipart object is the MD5 of its parts' MD5s, so that it proves the upload. */
  readonly compositeETag: boolean
  /** Checksums besides MD5 that it compares with what it receives, keeps, and tells. A service without any is asked for none. */
  readonly checksums: UploadChecksums
  /** Buckets are part of the host name, where their names allow it, rather than of the path. */
  readonly virtualHosts: boolean
  /** A bucket is made in the region of the remote, also when no location constraint is set. */
  readonly namesBucketRegion: boolean
  /** Bytes: it takes no smaller part, except as the last one. */
  readonly smallestPart: number
  readonly mostParts: number
  /** All parts of an object but the last must be of one size. */
  readonly equalParts: boolean
  /** It keeps tags when a copy replaces the metadata, and takes them with an upload in parts (Ceph 16 does neither). */
  readonly takesTags: boolean
  /** It makes parts of what it stores already (UploadPartCopy). */
  readonly copiesParts: boolean
  /** Bytes: what one CopyObject takes. */
  readonly largestCopy: number
  /** The storage classes that it has, as far as known: of metadata from elsewhere only these are kept. */
  readonly storageClasses: readonly string[]
}

/**
 * The provider that a remote names, or the one that its endpoint tells. A guess is only made for AWS itself: an S3 clone
 * that nobody named is `Other`, which asks for nothing that a clone could lack. A name that the table does not have
 * (configs of rclone name many) is `Other` too.
 */
export function providerOf(name: string | undefined, endpoint: string | undefined): Provider {
  const wanted = name ?? (endpoint === undefined || isAws(endpoint) ? 'AWS' : 'Other')
  return PROVIDERS.find((provider) => provider.name.toLowerCase() === wanted.toLowerCase()) ?? OTHER
}

/** Whether an endpoint is one of Amazon's own, which serves one region. */
export function isAws(endpoint: string): boolean {
  return /(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(new URL(endpoint).hostname)
}
