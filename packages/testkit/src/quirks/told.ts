import { type Fs, type FsObject, intercept, type Page } from '@tranship/core'

/** How an object was told: as an entry of a listing, or as the answer of a call. */
export type Told = 'listed' | 'answered'

/** The Fs whose objects are told as `change` makes them. */
export function telling(inner: Fs, change: (object: FsObject, how: Told) => FsObject): Fs {
  return intercept(inner, {
    call: async <T>(_operation: unknown, run: () => Promise<T>): Promise<T> => {
      const answer = await run()
      return isObject(answer) ? (change(answer, 'answered') as FsObject & T) : answer
    },
    stream: async function* <T>(operation: { readonly method: string }, run: () => AsyncIterable<T>): AsyncIterable<T> {
      if (operation.method !== 'list' && operation.method !== 'listAll') yield* run()
      else for await (const page of run()) yield (page as Page).map((entry) => (isObject(entry) ? change(entry, 'listed') : entry)) as T
    },
  })
}

export function isObject(value: unknown): value is FsObject {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'object'
}
