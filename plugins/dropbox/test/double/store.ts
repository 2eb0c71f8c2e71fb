import { randomBytes } from 'node:crypto'
import type { files } from 'dropbox'
import { type Content, contentHash } from './content.js'
import { fold, isIgnored, segmentsOf } from './names.js'
import { refused } from './refusal.js'

export interface StoredFile {
  readonly kind: 'file'
  readonly name: string
  /** As the path was spelled when it was written: only its last name is right. */
  readonly display: string
  readonly id: string
  readonly rev: string
  readonly content: Content
  readonly hash: string
  readonly clientModified: string
  readonly serverModified: string
  readonly isDownloadable: boolean
}

interface StoredFolder {
  readonly kind: 'folder'
  readonly name: string
  readonly display: string
  readonly id: string
  readonly isShared: boolean
}

export type Stored = StoredFile | StoredFolder

/** What there is, by the paths in small letters. */
export interface Store {
  readonly nodes: Map<string, Stored>
  /** Every version that there was. */
  readonly revisions: Map<string, StoredFile>
  /** The key of a path, or of an "id:". Throws what is refused, below these tags. */
  keyOf(path: string, ...above: readonly [string, ...string[]]): string
  /** What is there; throws not_found below these tags. */
  found(path: string, ...above: readonly [string, ...string[]]): { readonly key: string; readonly node: Stored }
  /** Everything below a key, parents first, siblings in no order. */
  below(key: string): readonly (readonly [key: string, node: Stored])[]
  /** Makes the directories above a path; throws where one is a file. */
  makeParents(path: string, ...above: readonly [string, ...string[]]): void
  writeFile(path: string, written: Written): StoredFile
  /** Takes a file or directory to where nothing is. */
  relocate(from: string, path: string, keepsIds: boolean): Stored
  remove(key: string): void
}

interface Written {
  readonly content: Content
  readonly clientModified: string
  readonly id?: string
  readonly isDownloadable?: boolean
}

export const freshId = () => `id:${randomBytes(16).toString('base64url')}`

export function createStore(): Store {
  const nodes = new Map<string, Stored>()
  const revisions = new Map<string, StoredFile>()
  let revision = 0x5a0000000
  const freshRev = () => (++revision).toString(16).padStart(9, '0')
  const order = new Map<string, string>()
  const rankOf = (key: string) => order.get(key) ?? order.set(key, randomBytes(4).toString('hex')).get(key) ?? ''

  const store: Store = {
    nodes,
    revisions,
    keyOf: (path, ...above) => {
      if (path.startsWith('id:')) {
        for (const [key, { id }] of nodes) if (id === path) return key
        throw refused(...above, 'not_found')
      }
      return segmentsOf(path, ...above)
        .map((name) => `/${fold(name)}`)
        .join('')
    },
    found: (path, ...above) => {
      const key = store.keyOf(path, ...above)
      const node = nodes.get(key)
      if (node === undefined) throw refused(...above, 'not_found')
      return { key, node }
    },
    below: (key) =>
      [...nodes]
        .filter(([each]) => each.startsWith(`${key}/`))
        .sort(([a], [b]) => a.split('/').length - b.split('/').length || rankOf(a).localeCompare(rankOf(b))),
    makeParents: (path, ...above) => {
      const names = segmentsOf(path, ...above).slice(0, -1)
      for (let depth = 1; depth <= names.length; depth++) {
        const display = `/${names.slice(0, depth).join('/')}`
        const node = nodes.get(fold(display))
        if (node?.kind === 'file') throw refused(...above, 'conflict', 'file_ancestor')
        if (node === undefined)
          nodes.set(fold(display), { kind: 'folder', name: names[depth - 1] ?? '', display, id: freshId(), isShared: false })
      }
    },
    writeFile: (path, { content, clientModified, id, isDownloadable = true }) => {
      const key = fold(path)
      const old = nodes.get(key)
      const names = segmentsOf(path, 'path')
      const name = old?.name ?? names.at(-1) ?? ''
      const file: StoredFile = {
        kind: 'file',
        name,
        display: `/${[...names.slice(0, -1), name].join('/')}`,
        id: id ?? old?.id ?? freshId(),
        rev: freshRev(),
        content,
        hash: contentHash(content),
        clientModified,
        serverModified: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
        isDownloadable,
      }
      nodes.set(key, file)
      revisions.set(file.rev, file)
      return file
    },
    relocate: (from, path, keepsIds) => {
      const target = segmentsOf(path, 'to')
      const to = fold(`/${target.join('/')}`)
      const moved = [[from, nodes.get(from)] as const, ...store.below(from)]
      for (const [key, node] of moved) {
        if (node === undefined) continue
        const name = key === from ? (target.at(-1) ?? '') : node.name
        const display = `/${target.join('/')}${node.display.slice(from.length)}`
        const copy = { ...node, name, display, id: keepsIds ? node.id : freshId() }
        if (keepsIds) nodes.delete(key)
        if (copy.kind === 'folder') nodes.set(to + key.slice(from.length), copy)
        else {
          const file = { ...copy, rev: freshRev() }
          nodes.set(to + key.slice(from.length), file)
          revisions.set(file.rev, file)
        }
      }
      return nodes.get(to) as Stored
    },
    remove: (key) => {
      for (const [each] of store.below(key)) nodes.delete(each)
      nodes.delete(key)
    },
  }
  return store
}

/** Refuses the names that the service keeps no file of. */
export function checkName(path: string, ...above: readonly [string, ...string[]]): void {
  const name = segmentsOf(path, ...above).at(-1)
  if (name === undefined) throw refused(...above, 'malformed_path')
  if (isIgnored(name)) throw refused(...above, 'disallowed_name')
}

export function metadataOf(key: string, node: Stored): files.FileMetadataReference | files.FolderMetadataReference {
  const place = { name: node.name, path_lower: key, path_display: node.display }
  if (node.kind === 'folder') {
    const sharing = node.isShared ? { sharing_info: { read_only: false, shared_folder_id: '84528192421' } } : {}
    return { '.tag': 'folder', ...place, id: node.id, ...sharing }
  }
  return { '.tag': 'file', ...place, ...fileFacts(node) }
}

/** The metadata of a file as routes answer that know it to be one: without a tag. */
export function fileMetadataOf(key: string, node: StoredFile): files.FileMetadata {
  return { name: node.name, path_lower: key, path_display: node.display, ...fileFacts(node) }
}

function fileFacts({ id, clientModified, serverModified, rev, content, isDownloadable, hash }: StoredFile) {
  return {
    id,
    client_modified: clientModified,
    server_modified: serverModified,
    rev,
    size: content.size(),
    is_downloadable: isDownloadable,
    content_hash: hash,
  }
}
