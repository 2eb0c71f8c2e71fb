import type { Fs, FsObject } from '@tranship/core'
import { telling } from './told.js'

/** Modification times are cut down to whole steps of so many nanoseconds. */
export function withPrecision(inner: Fs, step: bigint): Fs {
  const cut = (time: bigint): bigint => time - (((time % step) + step) % step)
  const told = telling(inner, (object) => (object.modTime === undefined ? object : { ...object, modTime: cut(object.modTime) }))
  return { ...told, features: { ...inner.features, modTimePrecision: step } }
}

/** No object has a modification time, and none can be given one. */
export function withoutTimes(inner: Fs): Fs {
  const { setModTime: _absent, ...rest } = telling(inner, timeless)
  const { conditions } = inner.features
  return {
    ...rest,
    features: { ...inner.features, modTimePrecision: undefined, conditions: conditions.filter((name) => name !== 'setModTime') },
  }
}

/** Modification times are told by `stat`, not by listings. */
export function withSlowTimes(inner: Fs): Fs {
  return telling(inner, (object, how) => (how === 'listed' ? timeless(object) : object))
}

function timeless(object: FsObject): FsObject {
  const { modTime: _hidden, ...rest } = object
  return rest
}
