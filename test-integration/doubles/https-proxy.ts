import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { TLSSocket } from 'node:tls'

/** Stands between programs that speak HTTPS to hosts of the real service, and doubles of them on loopback. */
export interface HttpsProxy {
  readonly url: string
  /** The certificate of the authority that a program must trust: `rclone --ca-cert`, `NODE_EXTRA_CA_CERTS`. */
  readonly caFile: string
  /** What a program finds the proxy by, and trusts it: rclone, curl, Python and Node. Overrides what the caller's environment has. */
  readonly env: Readonly<Record<string, string>>
  /** The hosts, with their ports, that a program asked for and did not get. */
  readonly refused: readonly string[]
  close(): void
}

/**
 * A CONNECT proxy that ends TLS itself, for these hosts, and hands what it reads to the double at the origin beside the name
 * (`http://127.0.0.1:PORT`), which sees the host it stands for in the `host` header. Any other host is refused with 403, so nothing
 * leaves this machine. The caller must not block its event loop: programs are to be started with `spawn`, not `spawnSync`.
 */
export async function startHttpsProxy(origins: Readonly<Record<string, string>>): Promise<HttpsProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'tranship-https-proxy-'))
  const certificate = certificateFor(Object.keys(origins), folder)
  const open = new Set<Socket>()
  const refused: string[] = []
  const server = createServer((_, response) => response.writeHead(405).end('this proxy does nothing but CONNECT\n'))

  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  server.on('connect', ({ url = '' }, socket: Socket, head: Buffer) => {
    socket.on('error', () => {})
    const origin = origins[url.replace(/:443$/, '')]
    if (origin === undefined) {
      refused.push(url)
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
      return
    }
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    if (head.byteLength > 0) socket.unshift(head)
    const secure = new TLSSocket(socket, { isServer: true, ...certificate, ALPNProtocols: ['http/1.1'] })
    const { hostname, port } = new URL(origin)
    const double = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
    pipeline(secure, double, secure, () => socket.destroy())
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const caFile = join(folder, 'ca.pem')
  const proxied = { HTTPS_PROXY: url, https_proxy: url, NO_PROXY: '', no_proxy: '' }
  const trusted = { NODE_EXTRA_CA_CERTS: caFile, SSL_CERT_FILE: caFile, REQUESTS_CA_BUNDLE: caFile, CURL_CA_BUNDLE: caFile }
  return {
    url,
    caFile,
    env: { ...proxied, ...trusted, NODE_USE_ENV_PROXY: '1' },
    refused,
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A key and certificate for all of these names, of an authority made for it by OpenSSL; good for a day. */
function certificateFor(names: readonly string[], folder: string): { readonly key: Buffer; readonly cert: Buffer } {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1', '-x509']
  openssl('req', ...key, '-subj', '/CN=authority of the doubles', '-keyout', 'ca.key', '-out', 'ca.pem')
  const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-addext', 'basicConstraints=CA:FALSE']
  const altNames = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`
  openssl('req', ...key, ...signed, '-subj', '/CN=doubles', '-addext', altNames, '-keyout', 'doubles.key', '-out', 'doubles.pem')
  return { key: readFileSync(join(folder, 'doubles.key')), cert: readFileSync(join(folder, 'doubles.pem')) }
}
