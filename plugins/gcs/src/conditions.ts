import type { FsObject } from '@tranship/core/backend'

/** The generation that a write is held to; "0" stands for nothing. Undefined: whatever is there. */
export function replacedGeneration(replaces: FsObject | 'nothing' | undefined): string | undefined {
  return replaces === 'nothing' ? '0' : generationOf(replaces)
}

/** The generation of an object as it was listed; undefined for a version that is none. */
export function generationOf(object: Pick<FsObject, 'version'> | undefined): string | undefined {
  return object?.version !== undefined && /^\d{1,20}$/.test(object.version) ? object.version : undefined
}
