import type { Checkpoint } from '@tranship/core/backend'

/** What an upload in pieces must know to go on after it was cut off. How much has arrived, the service tells. */
interface UploadState {
  readonly version: 1
  /** As it is stored. */
  readonly path: string
  readonly session: string
  readonly size: number
  /** Nanoseconds since the epoch, of the source. */
  readonly modTime?: string
}

/** What is to be uploaded: a state fits if it is of the same. */
export type Subject = Omit<UploadState, 'version' | 'session'>

/** The upload session of a checkpoint; undefined where it has none for this file. */
export function sessionOf(checkpoint: Checkpoint | undefined, { path, size, modTime }: Subject): string | undefined {
  const state = parseState(checkpoint?.load())
  const isSame = state !== undefined && state.path === path && state.size === size && state.modTime === modTime
  return isSame ? state.session : undefined
}

export function stateText(subject: Subject, session: string): string {
  return JSON.stringify({ version: 1, ...subject, session } satisfies UploadState)
}

function parseState(text: string | undefined): UploadState | undefined {
  if (text === undefined || text === '') return undefined
  try {
    const state: Partial<UploadState> | null = JSON.parse(text)
    return state?.version === 1 && typeof state.session === 'string' ? (state as UploadState) : undefined
  } catch {
    return undefined
  }
}
