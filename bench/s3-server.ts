import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesSource, createFixedLimiter, fsPath, isFsError, parseOptions, plainContext } from '@tranship/core'
import s3 from '@tranship/plugin-s3'

/** An account on an S3 server. */
export interface Server {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  /** A bucket with as many keys as are to be listed. */
  keys(server: Server): Promise<string>
}

/** The server that the environment names, or else a sink, which ends with this process. */
export async function openServer(env: NodeJS.ProcessEnv, keys: number): Promise<Server> {
  const { TRANSHIP_TEST_S3_ENDPOINT: endpoint, TRANSHIP_TEST_S3_ACCESS_KEY: accessKey, TRANSHIP_TEST_S3_SECRET_KEY: secretKey } = env
  if (endpoint !== undefined && accessKey !== undefined && secretKey !== undefined) {
    return { endpoint, accessKey, secretKey, keys: (account) => seedKeys(account, keys) }
  }
  const sink = spawn(process.execPath, [join(import.meta.dirname, 's3-sink.ts'), String(keys)], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => sink.kill())
  const [line] = (await once(sink.stdout, 'data')) as [Buffer]
  sink.stdout.destroy()
  sink.unref()
  return { endpoint: line.toString().trim(), accessKey: 'sink', secretKey: 'sink', keys: async () => 'tranship-bench-keys' }
}

/** A config file with the remote `bench`, which both programs read. */
export function writeConfig(folder: string, { endpoint, accessKey, secretKey }: Server): string {
  const file = join(folder, 'rclone.conf')
  const remote = { type: 's3', provider: 'Ceph', endpoint, access_key_id: accessKey, secret_access_key: secretKey, region: 'us-east-1' }
  const lines = Object.entries(remote).map(([name, value]) => `${name} = ${value}\n`)
  writeFileSync(file, `[bench]\n${lines.join('')}`)
  return file
}

/** A bucket of this many empty objects, made if there is none yet. */
async function seedKeys(server: Server, count: number): Promise<string> {
  const bucket = `tranship-bench-keys-${count}`
  const options = { provider: 'Ceph', endpoint: server.endpoint, access_key_id: server.accessKey, secret_access_key: server.secretKey }
  const fs = await s3.open(parseOptions(s3.options, options, 'bench'), plainContext(createFixedLimiter({ uploads: 32, requests: 32 })))
  const at = (key: string) => fsPath(`${bucket}/${key}`)
  const put = (key: string) => fs.put(at(key), bytesSource(new Uint8Array()))
  const isSeeded = await fs.stat(at('seeded')).then(
    () => true,
    (error: unknown) => {
      if (isFsError(error, 'not-found')) return false
      throw error
    },
  )
  if (isSeeded) return bucket
  const left = Array.from(
    { length: count },
    (_, index) => `directory-${Math.floor(index / 1000)}/a file with a number ${index}.txt`,
  ).values()
  const worker = async () => {
    for (const key of left) await put(key)
  }
  await fs.mkdir(fsPath(bucket))
  await Promise.all(Array.from({ length: 32 }, worker))
  await put('seeded')
  await fs.close?.()
  return bucket
}
