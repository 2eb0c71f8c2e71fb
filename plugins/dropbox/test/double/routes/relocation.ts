import { refused } from '../refusal.js'
import type { Route } from '../routes.js'
import { checkName, metadataOf, type Store } from '../store.js'

interface Relocation {
  readonly from_path: string
  readonly to_path: string
}

export function relocationRoutes(store: Store): Readonly<Record<string, Route>> {
  const relocate = ({ from_path, to_path }: Relocation, isMove: boolean) => {
    const { key } = store.found(from_path, 'from_lookup')
    checkName(to_path, 'to')
    const to = store.keyOf(to_path, 'to')
    if (to.startsWith(`${key}/`)) throw refused(isMove ? 'cant_move_folder_into_itself' : 'duplicated_or_nested_paths')
    const there = store.nodes.get(to)
    if (there !== undefined) throw refused('to', 'conflict', there.kind)
    store.makeParents(to_path, 'to')
    return { metadata: metadataOf(to, store.relocate(key, to_path, isMove)) }
  }
  return {
    'files/copy_v2': ({ argument }) => relocate(argument, false),
    'files/move_v2': ({ argument }) => relocate(argument, true),
  }
}
