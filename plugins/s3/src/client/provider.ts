import type { ConditionalOperation, Features } from '@tranship/core/backend'

/** What is known about one service that speaks S3: its quirks are these facts, never a branch elsewhere. */
export interface Provider {
  readonly name: string
  readonly help: string
  /** The version of the list request that it is known to answer well. */
  readonly listVersion: 1 | 2
  readonly listingOrder: Features['listingOrder']
  /** The operations whose If-Match and If-None-Match it holds to: a condition is sent for no other one. */
  readonly conditions: readonly ConditionalOperation[]
  /** It wants an ETag in If-Match of a PUT without its quotes (Ceph 16 compares the text). */
  readonly bareConditions: boolean
  /** It holds to the conditions also when it completes an upload in parts (Ceph 16 passes over them). */
  readonly conditionalComplete: boolean
  /** The ETag of a multipart object is the MD5 of its parts' MD5s, so that it proves the upload. */
  readonly compositeETag: boolean
  /** Buckets are part of the host name, where their names allow it, rather than of the path. */
  readonly virtualHosts: boolean
  /** A bucket is made in the region of the remote, also when no location constraint is set. */
  readonly namesBucketRegion: boolean
}

/** A service of which nothing is known: only what every S3 server that we met does. */
const OTHER: Provider = {
  name: 'Other',
  help: 'Any other service that speaks S3.',
  listVersion: 1,
  listingOrder: 'path',
  conditions: ['open'],
  bareConditions: false,
  conditionalComplete: false,
  compositeETag: false,
  virtualHosts: false,
  namesBucketRegion: false,
}

export const PROVIDERS: readonly Provider[] = [
  {
    name: 'AWS',
    help: 'Amazon Web Services (AWS) S3',
    listVersion: 2,
    listingOrder: 'path',
    conditions: ['open', 'put', 'copy', 'remove'],
    bareConditions: false,
    conditionalComplete: true,
    compositeETag: true,
    virtualHosts: true,
    namesBucketRegion: true,
  },
  {
    ...OTHER,
    name: 'Ceph',
    help: 'Ceph Object Gateway, version 16 or later',
    conditions: ['open', 'put'],
    bareConditions: true,
    compositeETag: true,
  },
  OTHER,
]

/**
 * The provider that a remote names, or the one that its endpoint tells. A guess is only made for AWS itself: an S3 clone
 * that nobody named is `Other`, which asks for nothing that a clone could lack. A name that the table does not have
 * (configs of rclone name many) is `Other` too.
 */
export function providerOf(name: string | undefined, endpoint: string | undefined): Provider {
  const wanted = name ?? (endpoint === undefined || isAws(endpoint) ? 'AWS' : 'Other')
  return PROVIDERS.find((provider) => provider.name.toLowerCase() === wanted.toLowerCase()) ?? OTHER
}

function isAws(endpoint: string): boolean {
  return /(?:^|\.)amazonaws\.com(?:\.cn)?$/.test(new URL(endpoint).hostname)
}
