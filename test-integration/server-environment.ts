import { inject } from 'vitest'

/** What the plugins' own tests on real servers read: they know no harness. */
const ceph = inject('ceph')
if (ceph !== undefined) {
  Object.assign(process.env, {
    TRANSHIP_TEST_S3_ENDPOINT: ceph.endpoint,
    TRANSHIP_TEST_S3_ACCESS_KEY: ceph.accessKey,
    TRANSHIP_TEST_S3_SECRET_KEY: ceph.secretKey,
    TRANSHIP_TEST_S3_OTHER_ACCESS_KEY: ceph.other.accessKey,
    TRANSHIP_TEST_S3_OTHER_SECRET_KEY: ceph.other.secretKey,
  })
}
