import { invalid } from './api-error.js'

/** The resource and the content of a body of two parts (RFC 2387). Boundaries may be quoted, lines may end in LF, headers may be missing. */
export function relatedParts(
  type: string,
  body: Buffer,
): { readonly resource: Record<string, unknown>; readonly type?: string; readonly bytes: Buffer } {
  const boundary = /boundary=(?:"([^"]+)"|'([^']+)'|([^;\s]+))/i.exec(type)
  const mark = boundary?.[1] ?? boundary?.[2] ?? boundary?.[3]
  if (mark === undefined) throw invalid('Missing boundary')
  const parts = split(body, Buffer.from(`--${mark}`))
  if (parts.length !== 2) throw invalid(`Multipart body has ${parts.length} parts.`)
  const [first, second] = parts.map(part)
  try {
    const resource = JSON.parse(first?.content.toString() ?? '') as Record<string, unknown>
    return { resource, bytes: second?.content ?? Buffer.alloc(0), ...(second?.type !== undefined && { type: second.type }) }
  } catch {
    throw invalid('Parse Error')
  }
}

function split(body: Buffer, mark: Buffer): Buffer[] {
  const parts: Buffer[] = []
  let from = body.indexOf(mark)
  if (from === -1) throw invalid('Malformed multipart body.')
  for (;;) {
    const begin = from + mark.byteLength
    if (body.subarray(begin, begin + 2).toString() === '--') return parts
    const next = body.indexOf(mark, begin)
    if (next === -1) throw invalid('Malformed multipart body: its end is missing.')
    parts.push(trimmed(body.subarray(begin, next)))
    from = next
  }
}

/** Without the line break after the mark before it, and the one before the mark after it. */
function trimmed(part: Buffer): Buffer {
  const start = part[0] === 13 ? 2 : 1
  const end = part.at(-2) === 13 ? part.byteLength - 2 : part.byteLength - 1
  return part.subarray(start, end)
}

function part(text: Buffer): { readonly type?: string; readonly content: Buffer } {
  const lines = [
    ['\r\n\r\n', '\r\n'],
    ['\n\n', '\n'],
  ] as const
  for (const [gap, line] of lines) {
    if (text.subarray(0, line.length).toString() === line) return { content: text.subarray(line.length) }
    const at = text.indexOf(gap)
    if (at === -1) continue
    const type = /^content-type:\s*(.+?)\s*$/im.exec(text.subarray(0, at).toString())?.[1]
    return { content: text.subarray(at + gap.length), ...(type !== undefined && { type }) }
  }
  throw invalid('Malformed part.')
}
