import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { freePorts } from './free-ports.js'

export interface S3Account {
  readonly endpoint: string
  /** The region that the service says it is in. */
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}

export interface Ceph extends S3Account {
  /** A second account, which sees nothing of the first. */
  readonly other: { readonly accessKey: string; readonly secretKey: string }
  /** The same account by its Swift API. */
  readonly swift: SwiftUser
  /** The same over TLS: SSE-C needs it. */
  readonly tls: {
    readonly endpoint: string
    /** A file with the certificate, which signs itself. */
    readonly certificate: string
  }
  /** What `radosgw-admin -c` takes. */
  readonly config: string
}

export interface Started<Server> {
  readonly server: Server
  /** Ends the server and deletes its data. */
  stop(): void
}

/** Where a Ceph gateway keeps its data. */
export interface CephStore {
  /** In memory, or in a sparse file. */
  readonly store: 'memstore' | 'bluestore'
  /** Bytes; what comes beyond them hangs. */
  readonly size: number
}

export async function startCeph(directory: string, { store, size }: CephStore): Promise<Started<Ceph>> {
  const [port, monitorPort, tlsPort] = await freePorts(7680, 3)
  const { exported, stop } = startScript('ceph-rgw.sh', {
    CEPH_RGW_PORT: port,
    CEPH_RGW_MON_PORT: monitorPort,
    CEPH_RGW_TLS_PORT: tlsPort,
    CEPH_RGW_DIR: join(directory, 'ceph'),
    CEPH_RGW_STORE: store,
    CEPH_RGW_SIZE: size,
  })
  return {
    server: {
      endpoint: exported('RGW_ENDPOINT'),
      region: exported('RGW_REGION'),
      accessKey: exported('RGW_ACCESS_KEY'),
      secretKey: exported('RGW_SECRET_KEY'),
      other: { accessKey: exported('RGW_OTHER_ACCESS_KEY'), secretKey: exported('RGW_OTHER_SECRET_KEY') },
      swift: { authUrl: exported('RGW_SWIFT_AUTH_URL'), user: exported('RGW_SWIFT_USER'), key: exported('RGW_SWIFT_KEY') },
      tls: { endpoint: exported('RGW_TLS_ENDPOINT'), certificate: exported('RGW_TLS_CA') },
      config: exported('RGW_CEPH_CONF'),
    },
    stop,
  }
}

/** A user of a Swift API, by V1 authentication. */
export interface SwiftUser {
  readonly authUrl: string
  readonly user: string
  readonly key: string
}

export interface Swift extends S3Account {
  /** Its own API, as it was made for. */
  readonly native: SwiftUser
  /** Host and port of the memcached that keeps its tokens: `flush_all` makes all of them invalid. */
  readonly memcached: string
}

/** V3 authentication: a user by password, and by an application credential. */
export interface Keystone {
  readonly authUrl: string
  readonly user: string
  readonly key: string
  readonly project: string
  readonly region: string
  readonly applicationId: string
  readonly applicationSecret: string
  /** Where its catalog says that Swift listens. */
  readonly swiftPort: number
}

/** Keystone, for a Swift that is started after it. It takes about 15 seconds. */
export async function startKeystone(directory: string): Promise<Started<Keystone>> {
  const [port] = await freePorts(8390, 1)
  const [swiftPort = 0] = await freePorts(8190, 5)
  const { exported, stop } = startScript('keystone.sh', {
    KEYSTONE_PORT: port,
    KEYSTONE_DIR: join(directory, 'keystone'),
    KEYSTONE_SWIFT: `http://127.0.0.1:${swiftPort}`,
  })
  return {
    server: {
      authUrl: exported('SWIFT_KEYSTONE'),
      user: 'tester',
      key: 'testing',
      project: 'demo',
      region: 'RegionOne',
      applicationId: exported('KEYSTONE_APP_ID'),
      applicationSecret: exported('KEYSTONE_APP_SECRET'),
      swiftPort,
    },
    stop,
  }
}

/** Swift, with its own API and its S3 API: that one knows regions, keys are user and password of its V1 authentication. */
export async function startSwift(directory: string, keystone?: Keystone): Promise<Started<Swift>> {
  const [port] = keystone === undefined ? await freePorts(8190, 5) : [keystone.swiftPort]
  const { exported, stop } = startScript('swift.sh', {
    SWIFT_PORT: port,
    SWIFT_DIR: join(directory, 'swift'),
    ...(keystone && { SWIFT_KEYSTONE: keystone.authUrl }),
  })
  return {
    server: {
      endpoint: exported('SWIFT_S3_ENDPOINT'),
      region: exported('SWIFT_S3_REGION'),
      accessKey: exported('SWIFT_S3_ACCESS_KEY'),
      secretKey: exported('SWIFT_S3_SECRET_KEY'),
      native: { authUrl: exported('SWIFT_AUTH_URL'), user: exported('SWIFT_USER'), key: exported('SWIFT_KEY') },
      memcached: exported('SWIFT_MEMCACHED'),
    },
    stop,
  }
}

/** The Versity S3 Gateway: S3 over a directory, with checksums and conditions that Ceph 16 has not. Built with Go, once. */
export async function startVersitygw(directory: string): Promise<Started<S3Account>> {
  const [port] = await freePorts(7870, 1)
  const { exported, stop } = startScript('versitygw.sh', { VERSITYGW_PORT: port, VERSITYGW_DIR: join(directory, 'versitygw') })
  return {
    server: {
      endpoint: exported('VERSITYGW_ENDPOINT'),
      region: exported('VERSITYGW_REGION'),
      accessKey: exported('VERSITYGW_ACCESS_KEY'),
      secretKey: exported('VERSITYGW_SECRET_KEY'),
    },
    stop,
  }
}

/** fake-gcs-server: the JSON API of Google Cloud Storage, in memory. Built with Go, once. */
export async function startFakeGcs(directory: string): Promise<Started<{ readonly endpoint: string }>> {
  const [port] = await freePorts(7970, 1)
  const { exported, stop } = startScript('fake-gcs-server.sh', { FAKE_GCS_PORT: port, FAKE_GCS_DIR: join(directory, 'fake-gcs-server') })
  return { server: { endpoint: exported('FAKE_GCS_ENDPOINT') }, stop }
}

/** Runs a script's `start`, and reads what its `env` exports. */
function startScript(script: string, settings: Readonly<Record<string, string | number | undefined>>) {
  const texts = Object.entries(settings).map(([name, value]) => [name, String(value)] as const)
  const env = { ...process.env, ...Object.fromEntries(texts) }
  // Standard error is this process's own: a daemon would hold a pipe open, and installing takes minutes worth watching.
  const run = (verb: string, stderr: 'inherit' | 'ignore' = 'inherit'): string => {
    const result = spawnSync(join(import.meta.dirname, script), [verb], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', stderr] })
    if (result.status !== 0) throw new Error(`${script} ${verb} ended with ${result.signal ?? result.status}, see above`)
    return result.stdout
  }
  // Stopping must not depend on a reader of what it says: that may be why this process ends.
  const stop = () => void run('stop', 'ignore')
  try {
    run('start')
    const lines = run('env').matchAll(/^export (\w+)='?(.*?)'?$/gm)
    const values = new Map(Array.from(lines, ([, name, value]) => [name, value]))
    const exported = (name: string): string => {
      const value = values.get(name)
      if (value === undefined) throw new Error(`${script} env exports no ${name}`)
      return value
    }
    return { exported, stop }
  } catch (error) {
    stop()
    throw error
  }
}
