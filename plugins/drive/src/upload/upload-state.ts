import type { Session } from '../client.js'
import { cancelSession } from './session-requests.js'
import type { Write } from './write.js'

/** What a later process needs to go on with an upload. */
export interface UploadState {
  /** Where its bytes go. Who knows it may send them: no log-in is asked for. */
  readonly address: string
  readonly size: number
  readonly modTime: string | undefined
  /** The file that it makes or replaces. */
  readonly id: string
  readonly isNew: boolean
}

export function savedState({ target, options }: Write, { address, id }: Pick<UploadState, 'address' | 'id'>, size: number): string {
  const state: UploadState = { address, size, modTime: options.modTime?.toString(), id, isNew: target.kind === 'create' }
  return JSON.stringify(state)
}

/** The state, if it is of this upload: of the same size and time, into the same file, or into a new one. */
export function fitting(saved: string, { target, options }: Write, size: number): UploadState | undefined {
  const state = parsed(saved)
  if (state === undefined || state.size !== size || state.modTime !== options.modTime?.toString()) return undefined
  return (state.isNew && target.kind === 'create') || state.id === target.id ? state : undefined
}

/** Gives up the upload of a checkpoint. */
export async function discardUpload(session: Session, saved: string, path: string): Promise<void> {
  const state = parsed(saved)
  if (state !== undefined) await cancelSession(session, state.address, path)
}

function parsed(saved: string): UploadState | undefined {
  try {
    const state = JSON.parse(saved) as Partial<UploadState>
    return typeof state.address === 'string' && URL.canParse(state.address) && typeof state.id === 'string'
      ? (state as UploadState)
      : undefined
  } catch {
    return undefined
  }
}
