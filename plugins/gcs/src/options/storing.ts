import type { OptionTable } from '@tranship/core/backend'

/** What is said of each object and bucket that is written. */
export const STORING = {
  object_acl: {
    type: 'string',
    help: 'Access Control List for new objects.\nLeave blank to send none: a bucket with uniform access takes none.',
    choices: [
      { value: 'authenticatedRead', help: 'Object owner gets OWNER access.\nAll Authenticated Users get READER access.' },
      { value: 'bucketOwnerFullControl', help: 'Object owner gets OWNER access.\nProject team owners get OWNER access.' },
      { value: 'bucketOwnerRead', help: 'Object owner gets OWNER access.\nProject team owners get READER access.' },
      { value: 'private', help: 'Object owner gets OWNER access.' },
      { value: 'projectPrivate', help: 'Object owner gets OWNER access.\nProject team members get access according to their roles.' },
      { value: 'publicRead', help: 'Object owner gets OWNER access.\nAll Users get READER access.' },
    ],
  },
  bucket_acl: {
    type: 'string',
    help: 'Access Control List for new buckets.\nLeave blank to send none.',
    choices: [
      { value: 'authenticatedRead', help: 'Project team owners get OWNER access.\nAll Authenticated Users get READER access.' },
      { value: 'private', help: 'Project team owners get OWNER access.' },
      { value: 'projectPrivate', help: 'Project team members get access according to their roles.' },
      { value: 'publicRead', help: 'Project team owners get OWNER access.\nAll Users get READER access.' },
      { value: 'publicReadWrite', help: 'Project team owners get OWNER access.\nAll Users get WRITER access.' },
    ],
  },
  bucket_policy_only: {
    type: 'boolean',
    help: 'Access checks should use bucket-level IAM policies.\nThen no ACL is sent with anything, and new buckets have uniform bucket-level access.',
    default: false,
  },
  location: {
    type: 'string',
    help: 'Location for the newly created buckets.',
    choices: [
      { value: 'asia', help: 'Multi-regional location for Asia' },
      { value: 'eu', help: 'Multi-regional location for Europe' },
      { value: 'us', help: 'Multi-regional location for United States' },
      { value: 'asia-east1', help: 'Taiwan' },
      { value: 'asia-northeast1', help: 'Tokyo' },
      { value: 'asia-south1', help: 'Mumbai' },
      { value: 'asia-southeast1', help: 'Singapore' },
      { value: 'australia-southeast1', help: 'Sydney' },
      { value: 'europe-north1', help: 'Finland' },
      { value: 'europe-west1', help: 'Belgium' },
      { value: 'europe-west2', help: 'London' },
      { value: 'europe-west3', help: 'Frankfurt' },
      { value: 'europe-west4', help: 'Netherlands' },
      { value: 'us-central1', help: 'Iowa' },
      { value: 'us-east1', help: 'South Carolina' },
      { value: 'us-east4', help: 'Northern Virginia' },
      { value: 'us-west1', help: 'Oregon' },
      { value: 'us-west2', help: 'California' },
      { value: 'eur4', help: 'Dual region: europe-north1 and europe-west4.' },
      { value: 'nam4', help: 'Dual region: us-central1 and us-east1.' },
    ],
  },
  storage_class: {
    type: 'string',
    help: 'The storage class to use when storing objects in Google Cloud Storage.\nLeave blank for the default of the bucket.',
    choices: [
      { value: 'STANDARD', help: 'Standard storage class' },
      { value: 'NEARLINE', help: 'Nearline storage class' },
      { value: 'COLDLINE', help: 'Coldline storage class' },
      { value: 'ARCHIVE', help: 'Archive storage class' },
      { value: 'MULTI_REGIONAL', help: 'Multi-regional storage class' },
      { value: 'REGIONAL', help: 'Regional storage class' },
      { value: 'DURABLE_REDUCED_AVAILABILITY', help: 'Durable reduced availability storage class' },
    ],
  },
  directory_markers: {
    type: 'boolean',
    help: 'Upload an empty object with a trailing slash when a new directory is created.\nEmpty directories are unsupported for bucket based remotes, this option creates an empty object ending with "/", to persist the folder.',
    default: false,
    advanced: true,
  },
  no_check_bucket: {
    type: 'boolean',
    help: "If set, don't attempt to check the bucket exists or create it.",
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable
