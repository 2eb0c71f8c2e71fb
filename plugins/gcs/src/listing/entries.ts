import { type FsEntry, FsError, nearestPath } from '@tranship/core/backend'
import { pathOfStored } from '../key.js'
import { objectOf } from '../resource.js'
import type { Settings } from '../settings.js'
import type { ListedName } from './list-pages.js'

/** Listed names as entries. An empty object whose name ends in "/" stands for a directory. */
export function entriesOf(settings: Settings, bucket: string, names: readonly ListedName[]): FsEntry[] {
  return names.map((listed) => {
    const isDirectory = listed.kind === 'prefix' || isMarker(listed)
    const path = pathOfStored(bucket, isDirectory ? listed.name.slice(0, -1) : listed.name)
    if (path === undefined) return unreadable(bucket, listed.name)
    if (listed.kind === 'prefix') return { kind: 'directory', path }
    return isDirectory ? { kind: 'directory', path, id: listed.name } : objectOf(path, listed.resource, settings)
  })
}

export function isMarker(listed: ListedName): boolean {
  return listed.kind === 'object' && listed.name.endsWith('/') && Number(listed.resource.size ?? 0) === 0
}

function unreadable(bucket: string, key: string): FsEntry {
  const path = nearestPath(bucket, key)
  const text = `the name ${JSON.stringify(key)} cannot be a path: it has a NUL or is no Unicode text`
  return { kind: 'unreadable', path, cause: new FsError('invalid-path', text, { path }) }
}
