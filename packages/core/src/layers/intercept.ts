import type { Fs } from '../fs/fs.js'

/** The name of a method of an Fs. */
export type Method = Exclude<keyof Fs, 'features' | 'place'>

/** How each method of an Fs answers: with one promise, or with a stream that does nothing until it is pulled. */
const SHAPES: Readonly<Record<Method, 'call' | 'stream'>> = {
  list: 'stream',
  listAll: 'stream',
  open: 'stream',
  removeMany: 'stream',
  stat: 'call',
  direct: 'call',
  put: 'call',
  remove: 'call',
  mkdir: 'call',
  rmdir: 'call',
  copy: 'call',
  move: 'call',
  moveDirectory: 'call',
  setModTime: 'call',
  setMetadata: 'call',
  setTier: 'call',
  purge: 'call',
  hash: 'call',
  metadata: 'call',
  about: 'call',
  publicLink: 'call',
  removePublicLink: 'call',
  cleanUp: 'call',
  command: 'call',
  discard: 'call',
  close: 'call',
}

/** One use of a method. */
export interface Operation {
  readonly method: Method
  /** What it was given, in the method's own order. */
  readonly args: readonly unknown[]
}

/** What a layer does around each operation; a shape that it leaves out passes through untouched. */
export interface Interceptor {
  call?<T>(operation: Operation, run: () => Promise<T>): Promise<T>
  stream?<T>(operation: Operation, run: () => AsyncIterable<T>): AsyncIterable<T>
}

type AnyMethod = (...args: unknown[]) => unknown

/** An Fs that passes every operation of `inner` through the interceptor. A method that `inner` lacks stays absent. */
export function intercept(inner: Fs, interceptor: Interceptor): Fs {
  const methods: Partial<Record<Method, AnyMethod>> = {}
  for (const [name, shape] of Object.entries(SHAPES)) {
    const method = name as Method
    const original = inner[method] as AnyMethod | undefined
    if (original === undefined) continue
    const around = interceptor[shape] as ((operation: Operation, run: () => unknown) => unknown) | undefined
    methods[method] =
      around === undefined
        ? (...args) => original.apply(inner, args)
        : (...args) => around.call(interceptor, { method, args }, () => original.apply(inner, args))
  }
  return { ...(methods as Omit<Fs, 'features' | 'place'>), features: inner.features, place: inner.place }
}

/** The path that an operation is about: that of its first argument. */
export function pathOf(operation: Operation): string | undefined {
  const [subject] = operation.args
  if (typeof subject === 'string') return operation.method === 'discard' ? undefined : subject
  if (typeof subject === 'object' && subject !== null && 'path' in subject) return String(subject.path)
  return undefined
}
