import { FsError, type FsPath, type PutOptions, toDecimalSeconds } from '@tranship/core/backend'
import { type Headers, MD5, MTIME, SEGMENTS } from './head.js'

const DEFAULT_MIME_TYPE = 'application/octet-stream'
const META = 'x-object-meta-'

/** The names of `PutOptions.metadata` that are headers of their own, which also go when a POST does not name them again. */
const PLAIN_HEADERS: ReadonlySet<string> = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
])
/** Further headers that a POST must name again. A dynamic manifest is one no more without the last. */
const KEPT_HEADERS: readonly string[] = [...PLAIN_HEADERS, 'x-delete-at', 'x-robots-tag', 'x-object-manifest']

/** Metadata that is not the user's: ours, and Ceph's mark of a static manifest. */
const OWN: ReadonlySet<string> = new Set([MTIME, MD5, SEGMENTS, `${META}static-large-object`])

/** The headers of an object that is written with these options. */
export function putHeaders({ mimeType, metadata = {} }: PutOptions, modTime: bigint, path: FsPath): Headers {
  return {
    'content-type': mimeType ?? metadata['content-type'] ?? DEFAULT_MIME_TYPE,
    ...metadataHeaders(metadata, path),
    [MTIME]: toDecimalSeconds(modTime),
  }
}

/** Metadata as headers. Throws `unsupported` for what no header can hold. */
export function metadataHeaders(metadata: Readonly<Record<string, string>>, path: FsPath): Headers {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(metadata)) {
    const lower = name.toLowerCase()
    if (lower === 'content-type' || lower === 'mtime') continue
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /\p{Cc}/u.test(value)) {
      throw new FsError(
        'unsupported',
        `Swift cannot keep the metadata ${JSON.stringify(name)}: it has characters that no header can have`,
        { path },
      )
    }
    headers[PLAIN_HEADERS.has(lower) ? lower : `${META}${lower}`] = value
  }
  return headers
}

/** What a POST, or a new manifest of the same bytes, must name to keep it. */
export function keptHeaders(head: Headers): Headers {
  return Object.fromEntries(
    Object.entries(head).filter(
      ([name]) => (name.startsWith(META) && name !== `${META}static-large-object`) || KEPT_HEADERS.includes(name),
    ),
  )
}

/** What a POST must name to keep everything but the user's metadata. */
export function systemHeaders(head: Headers): Headers {
  return Object.fromEntries(Object.entries(keptHeaders(head)).filter(([name]) => !name.startsWith(META) || OWN.has(name)))
}

/** The user's metadata by lower-case names, with the headers that can be set as such. */
export function metadataOf(head: Headers): Readonly<Record<string, string>> {
  const told: Record<string, string> = {}
  for (const [name, value] of Object.entries(head)) {
    if (PLAIN_HEADERS.has(name) || name === 'content-type') told[name] = value
    else if (name === MTIME) told.mtime = value
    else if (name.startsWith(META) && !OWN.has(name)) told[name.slice(META.length)] = value
  }
  return told
}
