import { Refusal, refused } from '../refusal.js'
import type { Route } from '../routes.js'
import { metadataOf, type Store } from '../store.js'

const PERMISSIONS = {
  can_revoke: true,
  visibility_policies: [],
  can_set_expiry: false,
  can_remove_expiry: false,
  allow_download: true,
  can_allow_download: true,
  can_disallow_download: false,
  allow_comments: true,
  team_restricts_comments: false,
}

export function sharingRoutes(store: Store): Readonly<Record<string, Route>> {
  const links = new Map<string, string>()
  const linkTo = (key: string) => {
    const node = store.nodes.get(key)
    if (node === undefined) return []
    const { '.tag': tag, name } = metadataOf(key, node)
    const link = { url: links.get(key) ?? '', name, path_lower: key, link_permissions: PERMISSIONS }
    if (node.kind === 'folder') return [{ '.tag': tag, ...link }]
    const { clientModified: client_modified, serverModified: server_modified, rev } = node
    return [{ '.tag': tag, ...link, client_modified, server_modified, rev, size: node.content.size() }]
  }
  return {
    'sharing/create_shared_link_with_settings': ({ argument: { path } }) => {
      const { key } = store.found(path, 'path')
      if (links.has(key)) {
        const [metadata] = linkTo(key)
        const shared_link_already_exists = { '.tag': 'metadata', metadata }
        const error = { '.tag': 'shared_link_already_exists', shared_link_already_exists }
        throw new Refusal(409, { error_summary: 'shared_link_already_exists/metadata/', error })
      }
      links.set(key, `https://www.dropbox.com/scl/fi/${links.size}/x?rlkey=k&dl=0`)
      return linkTo(key)[0]
    },
    'sharing/list_shared_links': ({ argument: { path } }) => {
      const keys = path === undefined ? [...links.keys()] : [store.found(path, 'path').key].filter((key) => links.has(key))
      return { links: keys.flatMap(linkTo), has_more: false }
    },
    'sharing/revoke_shared_link': ({ argument: { url } }) => {
      for (const [key, each] of links) if (each === url) return links.delete(key) && null
      throw refused('shared_link_not_found')
    },
  }
}
