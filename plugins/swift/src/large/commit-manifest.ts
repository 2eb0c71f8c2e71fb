import { isFsError, type PutOptions } from '@tranship/core/backend'
import { committed, headersOf } from '../commit.js'
import type { CopyTools } from '../copy.js'
import { SEGMENTS } from '../head.js'
import { checkAnswer, type Manifest, writeManifest } from './manifest.js'

/** What is known of the segments while a manifest is written. */
export interface Fate {
  /** There may be an object that is made of them: they must stay, whatever went wrong. */
  isOpen: boolean
}

/** Makes an object of segments, in the place of what was there. A lost answer is no failure if the object is there. */
export async function commitManifest(
  { session, containers, turns }: CopyTools,
  manifest: Manifest,
  { replaces, signal }: { readonly replaces: PutOptions['replaces']; readonly signal: AbortSignal | undefined },
  fate: Fate,
): Promise<void> {
  const { place, path, segments, id } = manifest
  signal?.throwIfAborted()
  const write = () => committed({ session, turns, path, replaces, signal, segments }, () => writeManifest(session, manifest))
  try {
    const { headers } = await containers.withContainer(place.bucket, undefined, write)
    fate.isOpen = true
    checkAnswer(headers, manifest)
  } catch (error) {
    if (!isFsError(error, 'unavailable')) throw error
    fate.isOpen = true
    const found = await headersOf(session, place, path, undefined)
    fate.isOpen = found?.[SEGMENTS] === id
    if (!fate.isOpen) throw error
  }
}
