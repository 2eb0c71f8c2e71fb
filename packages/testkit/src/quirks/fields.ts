import type { Fs } from '@tranship/core'
import { isObject, telling } from './told.js'

/** No size is known before reading, as of documents that are exported. */
export function withUnknownSizes(inner: Fs): Fs {
  return telling(inner, ({ size: _hidden, ...object }) => object)
}

/** The same object has another id each time it is told of; all of them stand for it. */
export function withChangingIds(inner: Fs): Fs {
  let count = 0
  return telling(takingIds(inner), (object) => ({ ...object, id: `${++count}${BEFORE_OWN}${object.id ?? ''}` }))
}

/** Stands between the number of a changed id and the object's own. */
const BEFORE_OWN = ' '

/** The Fs whose methods take objects by changed ids. */
function takingIds(inner: Fs): Fs {
  const methods = Object.entries(inner).map(([name, value]) => {
    const method: unknown = value
    return [name, typeof method === 'function' ? (...args: readonly unknown[]) => method(...args.map(withOwnId)) : value]
  })
  return Object.fromEntries(methods) as Fs
}

/** An argument of a method, whose objects have their own ids again. */
function withOwnId(argument: unknown): unknown {
  if (Array.isArray(argument)) return argument.map(withOwnId)
  if (isObject(argument)) {
    const { id = '', ...object } = argument
    const own = id.slice(id.indexOf(BEFORE_OWN) + 1)
    return own === '' ? object : { ...object, id: own }
  }
  const holdsObject = typeof argument === 'object' && argument !== null && 'replaces' in argument
  return holdsObject ? { ...argument, replaces: withOwnId(argument.replaces) } : argument
}
