import { ApiError, invalid, notFound } from './api-error.js'
import type { Content, Contents } from './content.js'
import { FOLDER, isGoogleType, KEPT_FIELDS, type Node, SHORTCUT } from './node.js'

/** What a client may say of a file, as JSON. */
export type Fields = Readonly<Record<string, unknown>>

export const ROOT_ID = '0AroottttttttttttUk9PVA'

export interface Store {
  readonly nodes: ReadonlyMap<string, Node>
  /** By its id, or "root". */
  node(id: string): Node
  isTrashed(node: Node): boolean
  childrenOf(id: string): readonly Node[]
  newId(): string
  create(fields: Fields, content: Content | undefined, mimeType?: string, more?: Partial<Node>): Node
  update(node: Node, fields: Fields, content: Content | undefined, mimeType?: string): void
  move(node: Node, add: readonly string[], remove: readonly string[]): void
  delete(node: Node): void
  emptyTrash(): void
  /** Somebody else's clock. */
  now(): string
}

/** Files by their ids. Names need not be unique, as in Drive. */
export function createStore(random: () => number, contents: Contents): Store {
  const nodes = new Map<string, Node>()
  const issued = new Set<string>()
  let clock = Date.parse('2026-01-01T00:00:00Z')
  const now = () => {
    clock++
    return new Date(clock).toISOString()
  }
  const text = (length: number) => Array.from({ length }, () => Math.floor(random() * 36).toString(36)).join('')

  const real = (id: string) => (id === 'root' ? ROOT_ID : id)
  const node = (id: string): Node => {
    const found = nodes.get(real(id))
    if (found === undefined) throw notFound(id)
    return found
  }
  const isTrashed = (each: Node): boolean => each.isTrashed || each.parents.some((parent) => nodes.has(parent) && isTrashed(node(parent)))
  const childrenOf = (id: string) => [...nodes.values()].filter(({ parents }) => parents.includes(real(id)))
  const folder = (id: unknown): string => {
    if (typeof id !== 'string') throw invalid('parents')
    if (node(id).mimeType !== FOLDER) throw new ApiError(403, 'parentNotAFolder', 'The specified parent is not a folder.')
    return node(id).id
  }
  const newId = () => {
    const id = `1${text(32)}`
    issued.add(id)
    return id
  }

  const create: Store['create'] = (fields, content, mimeType, more = {}) => {
    const id = fields.id === undefined ? newId() : String(fields.id)
    if (!issued.has(id)) throw new ApiError(400, 'invalid', 'The provided file ID is not usable.')
    if (nodes.has(id)) throw new ApiError(409, 'fileIdInUse', 'A file already exists with the provided ID.')
    const parents = fields.parents === undefined ? ['root'] : (fields.parents as unknown[])
    if (parents.length !== 1) throw new ApiError(403, 'multipleParentsNotAllowed', 'A file cannot have more than one parent.')
    const type = typeof fields.mimeType === 'string' ? fields.mimeType : (mimeType ?? 'application/octet-stream')
    const { targetId } = (fields.shortcutDetails ?? {}) as { targetId?: string }
    if ((type === SHORTCUT) !== (targetId !== undefined)) throw invalid('shortcutDetails')
    const made: Node = {
      id,
      name: 'Untitled',
      mimeType: type,
      parents: parents.map(folder),
      isTrashed: false,
      isStarred: false,
      isSharedWithMe: false,
      createdTime: typeof fields.createdTime === 'string' ? fields.createdTime : now(),
      modifiedTime: now(),
      revisions: [],
      version: 1,
      properties: {},
      kept: new Map(),
      permissions: new Map(),
      ...(targetId !== undefined && { targetId }),
      ...more,
    }
    nodes.set(id, made)
    if (!isGoogleType(type)) made.revisions.push({ id: `0B${text(40)}`, content: content ?? contents.of(Buffer.alloc(0)) })
    describe(made, fields)
    return made
  }

  const describe = (each: Node, fields: Fields): void => {
    const { name, mimeType, modifiedTime, trashed, starred, properties } = fields
    if (name !== undefined) each.name = textOf(name, 'name')
    if (mimeType !== undefined) each.mimeType = textOf(mimeType, 'mimeType')
    if (modifiedTime !== undefined) each.modifiedTime = timeOf(modifiedTime)
    if (trashed !== undefined) each.isTrashed = trashed === true
    if (starred !== undefined) each.isStarred = starred === true
    for (const [key, value] of Object.entries((properties ?? {}) as Record<string, string | null>)) {
      if (value === null) delete each.properties[key]
      else each.properties[key] = value
    }
    for (const field of KEPT_FIELDS) if (fields[field] !== undefined) each.kept.set(field, fields[field])
    const known = [
      'id',
      'name',
      'mimeType',
      'modifiedTime',
      'createdTime',
      'trashed',
      'starred',
      'properties',
      'parents',
      'shortcutDetails',
      ...KEPT_FIELDS,
    ]
    for (const field of Object.keys(fields)) if (!known.includes(field)) throw invalid(`field ${field}`)
  }

  issued.add(ROOT_ID)
  nodes.set(ROOT_ID, {
    id: ROOT_ID,
    name: 'My Drive',
    mimeType: FOLDER,
    parents: [],
    isTrashed: false,
    isStarred: false,
    isSharedWithMe: false,
    createdTime: now(),
    modifiedTime: now(),
    revisions: [],
    version: 1,
    properties: {},
    kept: new Map(),
    permissions: new Map(),
  })

  return {
    nodes,
    node,
    isTrashed,
    childrenOf,
    newId,
    create,
    update: (each, fields, content, mimeType) => {
      if (fields.parents !== undefined)
        throw new ApiError(403, 'fieldNotWritable', 'The parents field is not directly writable in update requests.')
      if (fields.createdTime !== undefined || fields.id !== undefined)
        throw new ApiError(403, 'fieldNotWritable', 'The resource body includes fields which are not directly writable.')
      each.version++
      if (content !== undefined) {
        each.revisions.push({ id: `0B${text(40)}`, content })
        each.modifiedTime = now()
        if (mimeType !== undefined && mimeType !== 'application/octet-stream') each.mimeType = mimeType
      }
      describe(each, fields)
    },
    move: (each, add, remove) => {
      for (const id of add)
        for (let above: Node | undefined = node(id); above; above = nodes.get(above.parents[0] ?? ''))
          if (above === each) throw new ApiError(403, 'cyclicalParent', 'It would be in itself.')
      const kept = each.parents.filter((parent) => !remove.map(real).includes(parent))
      const parents = [...new Set([...kept, ...add.map(folder)])]
      if (parents.length > 1) throw new ApiError(403, 'cannotAddParent', 'Increasing the number of parents is not allowed')
      each.parents = parents
    },
    delete: function remove(each: Node): void {
      for (const child of childrenOf(each.id)) remove(child)
      nodes.delete(each.id)
    },
    emptyTrash: () => {
      for (const each of [...nodes.values()]) if (nodes.has(each.id) && isTrashed(each)) nodes.delete(each.id)
    },
    now,
  }
}

function textOf(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(field)
  return value
}

function timeOf(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)) throw invalid('modifiedTime')
  return new Date(value).toISOString()
}
