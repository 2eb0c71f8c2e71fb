import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { ConfigError } from '@tranship/core'

/** Where providers send the browser back to: the address that programs for rclone's remotes are registered with. */
export const CALLBACK: CallbackPlace = { host: '127.0.0.1', port: 53_682 }

export interface CallbackPlace {
  readonly host: string
  readonly port: number
}

/** A page of this machine that a browser comes back to. */
export interface CallbackServer {
  /** A short link that leads to the provider. */
  readonly link: string
  /** The query with which the browser came, with the state that was asked for: once. */
  readonly answer: Promise<URLSearchParams>
  close(): void
}

/**
 * Waits on the loopback interface for a browser that comes with `state`; any other visitor gets a refusal. The link leads to
 * `url`, for who knows the state. Rejects with a ConfigError if the port is taken; the answer with the reason of the signal.
 */
export async function startCallbackServer(
  url: string,
  state: string,
  signal: AbortSignal,
  { host, port }: CallbackPlace = CALLBACK,
): Promise<CallbackServer> {
  signal.throwIfAborted()
  const { promise: answer, resolve, reject } = Promise.withResolvers<URLSearchParams>()
  const server = createServer((request, response) => {
    const asked = URL.parse(`http://${host}:${port}${request.url}`)
    if (asked === null || request.method !== 'GET' || asked.searchParams.get('state') !== state) return refuse(request, response)
    const { pathname, searchParams } = asked
    if (pathname === '/auth') return send(response, 307, 'Log in at the provider.', { location: url })
    if (pathname !== '/') return refuse(request, response)
    const isGiven = searchParams.has('code')
    send(
      response,
      isGiven ? 200 : 403,
      isGiven ? 'Success! You may close this page and go back to tranship.' : 'No access was given. You may close this page.',
    )
    resolve(searchParams)
  })
  const abort = () => reject(signal.reason)
  const close = () => {
    signal.removeEventListener('abort', abort)
    server.close()
    server.closeAllConnections()
  }
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(portProblem(error, port)))
    server.listen(port, host, listening)
  })
  signal.addEventListener('abort', abort, { once: true })
  answer.catch(() => {}) // whoever waits hears of it; nobody may
  return { link: `http://${host}:${port}/auth?state=${state}`, answer, close }
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  send(response, 404, 'There is nothing here.')
}

function send(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'",
    connection: 'close',
    ...headers,
  })
  response.end(`${text}\n`)
}

function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  const why = error.code === 'EADDRINUSE' ? 'another program uses it, perhaps another log-in' : error.message
  return new ConfigError(`cannot wait for the browser on port ${port}: ${why}`, { cause: error })
}
