import type { IncomingMessage } from 'node:http'
import { invalid } from './api-error.js'

/** One request as the routes see it. */
export interface Asked {
  readonly incoming: IncomingMessage
  readonly method: string
  readonly query: URLSearchParams
  readonly header: (name: string) => string | undefined
  /** Scheme and host by which it came. */
  readonly origin: string
  /** Records what the API's schema does not have in a body of the client. */
  readonly check: (body: unknown) => void
  /** The decoded parts of the path that the route names. */
  readonly names: readonly string[]
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object goes as JSON. */
  readonly body?: Buffer | object
}

/** All of a body; rejects where the connection breaks. */
export async function bodyOf({ incoming }: Asked): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A body as JSON; clients send nothing, or null, where there is nothing to say. */
export async function jsonOf(asked: Asked): Promise<Record<string, unknown>> {
  const text = (await bodyOf(asked)).toString()
  if (text.trim() === '') return {}
  try {
    const body = (JSON.parse(text) as Record<string, unknown> | null) ?? {}
    asked.check(body)
    return body
  } catch {
    throw invalid('Parse Error')
  }
}
