import type { Session } from '../client.js'
import { headersOf } from '../commit.js'
import { SEGMENTS } from '../head.js'
import { listSegments } from './find-segments.js'
import { segmentPlace } from './naming.js'
import { parseState, type UploadState } from './plan.js'
import { removeAll } from './remove-segments.js'

/** Removes what a cut-off upload has sent. One that was completed after all stays as it is. */
export async function discardState(session: Session, { place, id }: UploadState): Promise<void> {
  const path = `${place.bucket}/${place.key}`
  const head = await headersOf(session, place, path, undefined)
  if (head?.[SEGMENTS] === id) return
  await removeAll(session, await listSegments(session, segmentPlace(place, id), { path }), path)
}

/** The same, by the text of a checkpoint. A text that is none names nothing. */
export async function discardCheckpoint(session: Session, text: string): Promise<void> {
  const state = parseState(text)
  if (state !== undefined) await discardState(session, state)
}
