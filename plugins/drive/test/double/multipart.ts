import { invalid } from './api-error.js'

export interface Part {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The parts of a body (RFC 2046), its lines ended by CRLF or LF. */
export function partsOf(body: Buffer, contentType: string): readonly Part[] {
  const boundary = /boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/
    .exec(contentType)
    ?.slice(1)
    .find((each) => each !== undefined)
  if (boundary === undefined) throw invalid('boundary')
  const parts: Part[] = []
  const mark = Buffer.from(`--${boundary}`)
  let at = body.indexOf(mark)
  while (at !== -1) {
    const start = at + mark.byteLength
    if (body.subarray(start, start + 2).toString() === '--') return parts
    const next = body.indexOf(mark, start)
    if (next === -1) throw invalid('a part without an end')
    parts.push(partOf(withoutBreaks(body.subarray(start, next))))
    at = next
  }
  throw invalid('a body without an end')
}

function withoutBreaks(text: Buffer): Buffer {
  const start = text[0] === 0x0d ? 2 : 1
  return text.subarray(start, text.at(-2) === 0x0d ? -2 : -1)
}

function partOf(text: Buffer): Part {
  const breaks = ['\r\n\r\n', '\n\n'].map((each) => ({ each, at: text.indexOf(each) })).filter(({ at }) => at !== -1)
  const first = breaks.sort((a, b) => a.at - b.at)[0]
  if (first === undefined) return { headers: {}, body: text.subarray(text.indexOf('\n') + 1) }
  const lines = text.subarray(0, first.at).toString().split(/\r?\n/)
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()])
  return { headers: Object.fromEntries(headers), body: text.subarray(first.at + first.each.length) }
}
