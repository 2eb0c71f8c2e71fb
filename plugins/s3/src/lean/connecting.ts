/// <reference path="./undici-parts.d.ts" />
import { type HttpSettings, secureOptions } from '@tranship/core/backend'
import type { Dispatcher } from 'undici'

type Connect = ReturnType<typeof import('undici').buildConnector>

/**
 * Makes what dispatches the requests to one origin. Where no proxy stands between, only the parts of undici that do this are
 * loaded: the package as a whole takes twice the time.
 */
export async function connecting(http: HttpSettings): Promise<(origin: string) => Dispatcher> {
  return http.proxy === undefined ? directly(http) : byProxy(http, http.proxy)
}

async function directly(http: HttpSettings): Promise<(origin: string) => Dispatcher> {
  const [{ default: Pool }, { default: buildConnector }] = await Promise.all([
    import('undici/lib/dispatcher/pool.js'),
    import('undici/lib/core/connect.js'),
  ])
  const connect = buildConnector({ timeout: http.connectTimeout, allowH2: false, ...from(http), ...secureOptions(http) })
  return (origin) =>
    new Pool(origin, {
      connections: null, // the limiter counts them
      pipelining: pipelining(http),
      allowH2: false,
      // The connection itself is watched, so that a long upload is not taken for silence.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: watched(connect, http.idleTimeout),
    })
}

/** Each request through the proxy for its origin, if there is one. */
async function byProxy(http: HttpSettings, proxy: NonNullable<HttpSettings['proxy']>): Promise<(origin: string) => Dispatcher> {
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
  return () => agent
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
