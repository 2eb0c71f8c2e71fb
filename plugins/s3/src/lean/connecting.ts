/// <reference path="./undici-parts.d.ts" />
import { type HttpSettings, secureOptions } from '@tranship/core/backend'
import { type Connections, keptConnections, ownConnections } from './connections.js'

type Connect = ReturnType<typeof import('undici').buildConnector>

/**
 * Makes the connections to one origin. Where no proxy stands between, only the parts of undici that do this are
 * loaded: the package as a whole takes twice the time.
 */
export async function connecting(http: HttpSettings): Promise<(origin: string) => Connections> {
  return http.proxy === undefined ? directly(http) : byProxy(http, http.proxy)
}

async function directly(http: HttpSettings): Promise<(origin: string) => Connections> {
  const [{ default: Client }, { default: buildConnector }] = await Promise.all([
    import('undici/lib/dispatcher/client.js'),
    import('undici/lib/core/connect.js'),
  ])
  const connect = buildConnector({ timeout: http.connectTimeout, allowH2: false, ...from(http), ...secureOptions(http) })
  const options = {
    pipelining: pipelining(http),
    allowH2: false,
    // The connection itself is watched, so that a long upload is not taken for silence.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: watched(connect, http.idleTimeout),
  }
  return (origin) => keptConnections(() => new Client(origin, options))
}

/** Each request through the proxy for its origin, if there is one. */
async function byProxy(http: HttpSettings, proxy: NonNullable<HttpSettings['proxy']>): Promise<(origin: string) => Connections> {
  // The whole package: without it the agent has no way to send a CONNECT.
  const { EnvHttpProxyAgent } = await import('undici')
  const tls = secureOptions(http)
  const agent = new EnvHttpProxyAgent({
    // Not what the environment names, but what the settings do.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: proxy.except ?? '',
    connections: null,
    pipelining: pipelining(http),
    allowH2: false,
    headersTimeout: http.idleTimeout,
    bodyTimeout: http.idleTimeout,
    connect: { timeout: http.connectTimeout, ...from(http), ...tls },
    requestTls: { timeout: http.connectTimeout, ...tls },
    proxyTls: { timeout: http.connectTimeout, ...tls },
  })
  return () => ownConnections(agent)
}

function from({ localAddress }: HttpSettings): { readonly localAddress?: string } {
  return localAddress === undefined ? {} : { localAddress }
}

/** For undici 0 is: a connection serves one request only. */
function pipelining({ keepsConnections = true }: HttpSettings): number {
  return keepsConnections ? 1 : 0
}

/** Connections that end when for a time nothing comes or goes. */
function watched(connect: Connect, idleTimeout: number): Connect {
  return (options, done) =>
    connect(options, (...outcome) => {
      const [, socket] = outcome
      socket?.setTimeout(idleTimeout, () => {
        socket.destroy(Object.assign(new Error(`nothing came or went for ${idleTimeout / 1000} s`), { code: 'ETIMEDOUT' }))
      })
      done(...outcome)
    })
}
