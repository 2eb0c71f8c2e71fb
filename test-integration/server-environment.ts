import { inject } from 'vitest'

/** What the plugins' own tests on real servers read: they know no harness. */
const ceph = inject('ceph')
if (ceph !== undefined) {
  Object.assign(process.env, {
    TRANSHIP_TEST_S3_ENDPOINT: ceph.endpoint,
    TRANSHIP_TEST_S3_ACCESS_KEY: ceph.accessKey,
    TRANSHIP_TEST_S3_SECRET_KEY: ceph.secretKey,
    TRANSHIP_TEST_S3_TLS_ENDPOINT: ceph.tls.endpoint,
    TRANSHIP_TEST_S3_TLS_CA: ceph.tls.certificate,
    TRANSHIP_TEST_S3_OTHER_ACCESS_KEY: ceph.other.accessKey,
    TRANSHIP_TEST_S3_OTHER_SECRET_KEY: ceph.other.secretKey,
    TRANSHIP_TEST_CEPH_SWIFT_AUTH_URL: ceph.swift.authUrl,
    TRANSHIP_TEST_CEPH_SWIFT_USER: ceph.swift.user,
    TRANSHIP_TEST_CEPH_SWIFT_KEY: ceph.swift.key,
  })
}

const versitygw = inject('versitygw')
if (versitygw !== undefined) {
  Object.assign(process.env, {
    TRANSHIP_TEST_VERSITYGW_ENDPOINT: versitygw.endpoint,
    TRANSHIP_TEST_VERSITYGW_ACCESS_KEY: versitygw.accessKey,
    TRANSHIP_TEST_VERSITYGW_SECRET_KEY: versitygw.secretKey,
  })
}

const swift = inject('swift')
if (swift !== undefined) {
  Object.assign(process.env, {
    TRANSHIP_TEST_SWIFT_AUTH_URL: swift.native.authUrl,
    TRANSHIP_TEST_SWIFT_USER: swift.native.user,
    TRANSHIP_TEST_SWIFT_KEY: swift.native.key,
    TRANSHIP_TEST_SWIFT_MEMCACHED: swift.memcached,
  })
}

const keystone = inject('keystone')
if (keystone !== undefined) {
  Object.assign(process.env, {
    TRANSHIP_TEST_KEYSTONE_AUTH_URL: keystone.authUrl,
    TRANSHIP_TEST_KEYSTONE_USER: keystone.user,
    TRANSHIP_TEST_KEYSTONE_KEY: keystone.key,
    TRANSHIP_TEST_KEYSTONE_PROJECT: keystone.project,
    TRANSHIP_TEST_KEYSTONE_REGION: keystone.region,
    TRANSHIP_TEST_KEYSTONE_APPLICATION_ID: keystone.applicationId,
    TRANSHIP_TEST_KEYSTONE_APPLICATION_SECRET: keystone.applicationSecret,
  })
}

const gcs = inject('gcs')
if (gcs !== undefined) process.env.TRANSHIP_TEST_GCS_ENDPOINT = gcs.endpoint
