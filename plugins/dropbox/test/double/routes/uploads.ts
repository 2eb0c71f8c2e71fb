import { randomBytes } from 'node:crypto'
import { type Content, contentHash, contentOf } from '../content.js'
import { Refusal, refused, union } from '../refusal.js'
import type { Route } from '../routes.js'
import { checkName, fileMetadataOf, type Store, type StoredFile } from '../store.js'

interface UploadSession {
  readonly content: Content
  isClosed: boolean
}

/** The sessions that no file has been made of, by their names. */
export type UploadSessions = Map<string, UploadSession>

interface Cursor {
  readonly session_id: string
  readonly offset: number
}

interface Commit {
  readonly path: string
  readonly mode?: string | { readonly '.tag': string; readonly update?: string }
  readonly autorename?: boolean
  readonly client_modified?: string
  readonly strict_conflict?: boolean
}

interface Finish {
  readonly cursor: Cursor
  readonly commit: Commit
}

const MOST_BYTES = 150 * 1024 ** 2

export function uploadRoutes(store: Store, sessions: UploadSessions): Readonly<Record<string, Route>> {
  /** Makes a file; throws a refusal with the reason as its tags. */
  const write = (commit: Commit, content: Content) => {
    const { path, client_modified = new Date().toISOString().replace(/\.\d+Z$/, 'Z') } = commit
    if (commit.autorename) throw new Refusal(501, 'autorename')
    checkName(path, 'path')
    const key = store.keyOf(path, 'path')
    const there = store.nodes.get(key)
    if (there?.kind === 'folder') throw refused('path', 'conflict', 'folder')
    const hash = contentHash(content)
    if (hasConflict(commit, there, hash)) throw refused('path', 'conflict', 'file')
    // The same content is not written again: the file keeps its time.
    if (there?.hash === hash) return fileMetadataOf(key, there)
    store.makeParents(path, 'path')
    return fileMetadataOf(key, store.writeFile(path, { content, clientModified: client_modified }))
  }

  const sessionAt = ({ session_id, offset }: Cursor, ...above: readonly string[]): UploadSession => {
    const session = sessions.get(session_id)
    const tags = (tag: string | object) => [...above, tag] as unknown as readonly [string]
    if (session === undefined) throw refused(...tags('not_found'))
    const correct_offset = session.content.size()
    if (correct_offset !== offset) throw refused(...tags({ '.tag': 'incorrect_offset', correct_offset }))
    return session
  }

  const check = (body: Uint8Array, hash: string | undefined) => {
    if (body.byteLength > MOST_BYTES) throw refused('payload_too_large')
    if (hash !== undefined && hash !== contentHash(contentOf(body))) throw refused('content_hash_mismatch')
  }

  const finishClosed = ({ cursor, commit }: Finish) => {
    try {
      if (!sessionAt(cursor, 'lookup_failed').isClosed) throw refused('lookup_failed', 'not_closed')
      const { content } = sessionAt(cursor, 'lookup_failed')
      const file = write(commit, content)
      sessions.delete(cursor.session_id)
      return { '.tag': 'success', ...file }
    } catch (error) {
      if (error instanceof Refusal) return { '.tag': 'failure', failure: (error.body as { error: unknown }).error }
      throw error
    }
  }

  return {
    'files/upload': ({ argument: { content_hash, ...commit }, body }) => {
      check(body, content_hash)
      try {
        return write(commit, contentOf(body))
      } catch (error) {
        throw error instanceof Refusal ? asUploadError(error) : error
      }
    },
    'files/upload_session/start': ({ argument: { close = false, content_hash }, body }) => {
      check(body, content_hash)
      const session_id = `pid_upload_session:${randomBytes(16).toString('base64url')}`
      sessions.set(session_id, { content: contentOf(body), isClosed: close })
      return { session_id }
    },
    'files/upload_session/append_v2': ({ argument: { cursor, close = false, content_hash }, body }) => {
      const session = sessionAt(cursor)
      if (session.isClosed) throw refused('closed')
      check(body, content_hash)
      session.content.append(body)
      session.isClosed = close
      return null
    },
    'files/upload_session/finish': ({ argument: { cursor, commit, content_hash }, body }) => {
      const session = sessionAt(cursor, 'lookup_failed')
      if (session.isClosed && body.byteLength > 0) throw refused('lookup_failed', 'closed')
      check(body, content_hash)
      session.content.append(body)
      const file = write(commit, session.content)
      sessions.delete(cursor.session_id)
      return file
    },
    'files/upload_session/finish_batch_v2': ({ argument: { entries } }) => ({ entries: entries.map(finishClosed) }),
  }
}

function hasConflict({ mode = 'add', strict_conflict = false }: Commit, there: StoredFile | undefined, hash: string): boolean {
  const [tag, update] = typeof mode === 'string' ? [mode] : [mode['.tag'], mode.update]
  if (there === undefined) return tag === 'update' && strict_conflict
  const isSame = there.hash === hash && !strict_conflict
  if (tag === 'add') return !isSame
  return tag === 'update' && there.rev !== update && !isSame
}

/** Of an upload at once the reason stands beside the tag. */
function asUploadError(refusal: Refusal): Refusal {
  const told = refusal.body as { error_summary: string; error: { path?: object } }
  if (told.error?.path === undefined) return refusal
  const error = { ...union(['path']), reason: told.error.path, upload_session_id: 'pid_upload_session:none' }
  return new Refusal(409, { error_summary: told.error_summary, error })
}
