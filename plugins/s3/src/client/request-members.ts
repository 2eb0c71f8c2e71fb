import type { BucketCannedACL, ObjectCannedACL, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3'
import type { Settings } from './settings.js'

/*
 * What the options of a remote add to its requests, under the names of the S3 API. Any text is sent as it is: the service
 * knows its own words.
 */

/** Who pays. With each request that can say so. */
export function payer({ requesterPays }: Settings): { readonly RequestPayer?: 'requester' } {
  return requesterPays ? { RequestPayer: 'requester' } : {}
}

/** With each request that needs the bytes of an object, or what is told of them. */
export function access(settings: Settings) {
  return { ...payer(settings), ...settings.customerKey }
}

/** Whether uploads go with checksums besides MD5, so that objects are asked for theirs. */
export function asksChecksums({ checksums }: Settings): boolean {
  return checksums.whole !== undefined || checksums.parts !== undefined
}

/** With each request whose answer tells the checksums of an object. */
export function checksumMode(settings: Settings): { readonly ChecksumMode?: 'ENABLED' } {
  return asksChecksums(settings) ? { ChecksumMode: 'ENABLED' } : {}
}

/** With each request that makes an object. */
export function storing(settings: Settings) {
  const { acl, storageClass, encryption, objectLock } = settings
  return {
    ...access(settings),
    ACL: acl as ObjectCannedACL | undefined,
    StorageClass: storageClass as StorageClass | undefined,
    ServerSideEncryption: encryption?.algorithm as ServerSideEncryption | undefined,
    SSEKMSKeyId: encryption?.kmsKeyId,
    ...objectLock,
  }
}

/** With each request that makes an object of one that is there: how that is read. */
export function copySource({ customerKey }: Settings) {
  return customerKey === undefined
    ? {}
    : {
        CopySourceSSECustomerAlgorithm: customerKey.SSECustomerAlgorithm,
        CopySourceSSECustomerKey: customerKey.SSECustomerKey,
        CopySourceSSECustomerKeyMD5: customerKey.SSECustomerKeyMD5,
      }
}

/** With each request that deletes. */
export function deleting(settings: Settings) {
  return { ...payer(settings), ...(settings.bypassesGovernance ? { BypassGovernanceRetention: true } : {}) }
}

/** With the request that makes a bucket. */
export function bucketMembers({ bucketAcl, locksNewBuckets }: Settings) {
  return {
    ACL: bucketAcl as BucketCannedACL | undefined,
    ...(locksNewBuckets ? { ObjectLockEnabledForBucket: true } : {}),
  }
}
