import type { S3 } from '@aws-sdk/client-s3'
import type { HttpWatch } from '@tranship/core/backend'

const NOTHING = new Uint8Array()

/** A request and an answer of the SDK, as far as they are told of. */
interface Request {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
}

/** Tells of what the SDK itself sends. Of the bodies of answers nothing is told: they are streams. */
export function watchSdk(s3: S3, watch: HttpWatch): void {
  s3.middlewareStack.add(
    (next) => async (args) => {
      const { method, protocol, hostname, port, path, headers, body } = args.request as Request
      const origin = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`
      const begin = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body).subarray(0, watch.bodyLimit) : NOTHING
      const tell = watch.request({ method, url: `${origin}${path}`, headers, body: begin })
      try {
        const result = await next(args)
        const { statusCode: status, headers: received } = result.response as Answer
        tell({ status, headers: received, body: NOTHING })
        return result
      } catch (error) {
        tell({ failure: error instanceof Error ? error.message : String(error) })
        throw error
      }
    },
    { step: 'deserialize', priority: 'low', name: 'watch' },
  )
}
