import { FsError, type FsPath, isFsError, type LinkOptions } from '@tranship/core/backend'
import type { sharing } from 'dropbox'
import type { Session } from './client.js'
import { refusalOf } from './errors.js'
import { secondsText } from './upload/write.js'

/** A URL at which anybody may read a file or directory: a new one, or the one that there is. */
export async function publicLink(session: Session, path: FsPath, { signal, expiry }: LinkOptions): Promise<string> {
  const stored = session.settings.names.stored(path)
  if (stored === '') throw new FsError('unsupported', 'Dropbox does not share its root', { path })
  const isEndless = expiry === undefined || !Number.isFinite(expiry)
  const settings: sharing.SharedLinkSettings = {
    audience: { '.tag': 'public' },
    access: { '.tag': 'viewer' },
    ...(!isEndless && { expires: secondsText(BigInt(Date.now() + Math.ceil(expiry)) * 1_000_000n) }),
  }
  try {
    const link = await session.ask({ path, signal }, (dropbox) => dropbox.sharingCreateSharedLinkWithSettings({ path: stored, settings }))
    return link.url
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.tags[0] !== 'shared_link_already_exists') throw error
    if (typeof refusal.detail.url === 'string') return refusal.detail.url
    const [url] = await linksTo(session, path, signal)
    if (url === undefined) throw error
    return url
  }
}

/** Takes back the links of a file or directory. */
export async function removePublicLink(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<void> {
  const urls = await linksTo(session, path, signal)
  if (urls.length === 0) throw new FsError('not-found', 'there is no public link', { path })
  for (const url of urls) {
    await session
      .ask({ path, signal }, (dropbox) => dropbox.sharingRevokeSharedLink({ url }))
      .catch((error: unknown) => {
        if (!isFsError(error, 'not-found')) throw error
      })
  }
}

async function linksTo(session: Session, path: FsPath, signal: AbortSignal | undefined): Promise<readonly string[]> {
  const stored = session.settings.names.stored(path)
  const urls: string[] = []
  let cursor: string | undefined
  do {
    const page: sharing.ListSharedLinksResult = await session.steadily({ path, signal }, (dropbox) =>
      dropbox.sharingListSharedLinks({ path: stored, direct_only: true, ...(cursor !== undefined && { cursor }) }),
    )
    urls.push(...page.links.map(({ url }) => url))
    cursor = page.has_more ? page.cursor : undefined
  } while (cursor !== undefined)
  return urls
}
