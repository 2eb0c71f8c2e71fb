import type { ExtraHeaders, HttpWatch, SeenAnswer } from '@tranship/core'
import type { DumpParts } from '../ui/log-flags.js'
import { shownBody, shownHeaders, shownUrl } from './redaction.js'

/** Bytes of a body that are shown. */
const BODY_LIMIT = 16_384
const [TO, FROM] = ['>'.repeat(60), '<'.repeat(60)]

/**
 * What HTTP tells of itself line by line, as rclone's --dump does, without the secrets. Undefined: nothing of it is wanted. `own`
 * are the headers that a person set.
 */
export function dumpTo(line: (text: string) => void, parts: DumpParts, own: ExtraHeaders = {}): HttpWatch | undefined {
  if (!['headers', 'bodies', 'requests', 'responses'].some((part) => parts.has(part as never))) return undefined
  const isShown = { request: parts.has('bodies') || parts.has('requests'), answer: parts.has('bodies') || parts.has('responses') }
  const ownNames = new Set(Object.values(own).flatMap((headers) => Object.keys(headers ?? {})))
  let requests = 0
  const tell = (mark: string, lines: readonly string[]) => {
    for (const text of [mark, ...lines, mark]) line(text)
  }
  return {
    bodyLimit: BODY_LIMIT,
    request: ({ method, url, headers, body }) => {
      const number = ++requests
      const target = shownUrl(url)
      tell(TO, [
        `HTTP REQUEST (req ${number})`,
        `${method} ${target}`,
        ...shownHeaders(headers, ownNames),
        ...bodyLines(isShown.request, body),
      ])
      return (answer) =>
        tell(FROM, [
          `HTTP RESPONSE (req ${number}) to ${method} ${target}`,
          ...('failure' in answer ? [`no answer: ${answer.failure}`] : answerLines(answer, isShown.answer)),
        ])
    },
  }
}

function answerLines({ status, headers, body }: SeenAnswer, isShown: boolean): readonly string[] {
  return [`HTTP ${status}`, ...shownHeaders(headers), ...bodyLines(isShown, body)]
}

function bodyLines(isShown: boolean, body: Uint8Array): readonly string[] {
  if (!isShown || body.byteLength === 0) return []
  const cut = body.byteLength >= BODY_LIMIT ? [`(cut after ${BODY_LIMIT} bytes)`] : []
  return ['', ...shownBody(Buffer.from(body).toString()).split('\n'), ...cut]
}
