import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { Refusal, refused } from './refusal.js'
import { fileMetadataOf, type Store } from './store.js'

/** Answers with the content of a file, or a range of it, and its metadata beside it. */
export function download(store: Store, { path }: { readonly path: string }, range: string, response: ServerResponse): void {
  const { key, node } = store.found(path, 'path')
  if (node.kind === 'folder') throw refused('path', 'not_file')
  if (!node.isDownloadable) throw refused('unsupported_file')
  const { content } = node
  const size = content.size()
  const result = JSON.stringify(fileMetadataOf(key, node)).replace(/[\x7f-\uffff]/g, (unit) => `\\u${hex4(unit)}`)
  const headers = { 'content-type': 'application/octet-stream', 'dropbox-api-result': result, etag: `W/"${node.rev}"` }
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range)
  if (asked === null) {
    response.writeHead(200, { ...headers, 'content-length': size })
    Readable.from(content.read()).pipe(response)
    return
  }
  const [, from = '', to = ''] = asked
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1)
  if (start >= end) throw new Refusal(416, 'Error in call to API function "files/download": range not satisfiable')
  const part = { 'content-length': end - start, 'content-range': `bytes ${start}-${end - 1}/${size}` }
  response.writeHead(206, { ...headers, ...part })
  Readable.from(content.read(start, end)).pipe(response)
}

function hex4(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0')
}
