import { randomBytes } from 'node:crypto'
import { segmentsOf } from '../names.js'
import { Refusal, refused, senseless } from '../refusal.js'
import type { Knobs, Route } from '../routes.js'
import { checkName, fileMetadataOf, freshId, metadataOf, type Store } from '../store.js'

interface Deletion {
  readonly path: string
  readonly parent_rev?: string
}

export function fileRoutes(store: Store, knobs: Knobs): Readonly<Record<string, Route>> {
  const { nodes, revisions } = store
  const jobs = new Map<string, { entries: readonly unknown[]; looks: number }>()

  const remove = ({ path, parent_rev }: Deletion) => {
    const { key, node } = store.found(path, 'path_lookup')
    if (key === '') throw refused('path_write', 'no_write_permission')
    if (parent_rev !== undefined && (node.kind !== 'file' || node.rev !== parent_rev)) throw refused('path_write', 'conflict', node.kind)
    if (store.below(key).length > knobs.mostDeletes) throw refused('too_many_files')
    store.remove(key)
    return { metadata: metadataOf(key, node) }
  }
  const entryFor = (deletion: Deletion) => {
    try {
      return { '.tag': 'success', ...remove(deletion) }
    } catch (error) {
      if (error instanceof Refusal) return { '.tag': 'failure', failure: (error.body as { error: unknown }).error }
      throw error
    }
  }

  return {
    'files/get_metadata': ({ argument: { path } }) => {
      if (segmentsOf(path, 'path').length === 0)
        throw senseless('files/get_metadata', 'request body: path: The root folder is unsupported.')
      const { key, node } = store.found(path, 'path')
      return metadataOf(key, node)
    },
    'files/create_folder_v2': ({ argument: { path } }) => {
      checkName(path, 'path')
      const key = store.keyOf(path, 'path')
      const there = nodes.get(key)
      if (there !== undefined) throw refused('path', 'conflict', there.kind)
      store.makeParents(path, 'path')
      const names = segmentsOf(path, 'path')
      const folder = { kind: 'folder', name: names.at(-1) ?? '', display: `/${names.join('/')}`, id: freshId(), isShared: false } as const
      nodes.set(key, folder)
      const { '.tag': _untold, ...metadata } = metadataOf(key, folder)
      return { metadata }
    },
    'files/delete_v2': ({ argument }) => remove(argument),
    'files/delete_batch': ({ argument: { entries } }) => {
      const id = randomBytes(8).toString('hex')
      jobs.set(id, { entries: entries.map(entryFor), looks: 0 })
      return { '.tag': 'async_job_id', async_job_id: id }
    },
    'files/delete_batch/check': ({ argument: { async_job_id } }) => {
      const job = jobs.get(async_job_id)
      if (job === undefined) throw refused('invalid_async_job_id')
      return job.looks++ < knobs.looks ? { '.tag': 'in_progress' } : { '.tag': 'complete', entries: job.entries }
    },
    'files/restore': ({ argument: { path, rev } }) => {
      const old = revisions.get(rev)
      if (old === undefined) throw refused('invalid_revision')
      const key = store.keyOf(path, 'path_lookup')
      store.makeParents(path, 'path_write')
      return fileMetadataOf(key, store.writeFile(path, { content: old.content, clientModified: old.clientModified, id: old.id }))
    },
  }
}
