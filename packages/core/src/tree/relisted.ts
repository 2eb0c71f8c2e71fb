import type { Page } from '../fs/entry.js'
import { type FsError, isFsError } from '../fs/error.js'

type Side = 'src' | 'dst'

/** Lists a side in path order: as its Fs promises, or as if it promised nothing, sorted as a whole. */
type ListSide = (order: 'none' | undefined) => AsyncIterable<Page>

export interface TwoListings {
  readonly src: ListSide
  readonly dst: ListSide
  /** Told before the sides are listed again: nothing of what the pass came to may be relied on, above all no delete. */
  again(side: Side, cause: FsError): void | Promise<void>
}

/**
 * Runs a pass over both sides. When one of them breaks the order that it promised the pass fails, and another one is run in
 * which that side is sorted as a whole: so each side is listed three times at most.
 */
export async function withListings<Result>(
  { src, dst, again }: TwoListings,
  pass: (src: AsyncIterable<Page>, dst: AsyncIterable<Page>) => Promise<Result>,
): Promise<Result> {
  const order: Partial<Record<Side, 'none'>> = {}
  for (;;) {
    let broken: { readonly side: Side; readonly cause: FsError } | undefined
    const watched = async function* (side: Side, list: ListSide): AsyncIterable<Page> {
      try {
        yield* list(order[side])
      } catch (error) {
        if (isOrderBroken(error) && order[side] === undefined) broken ??= { side, cause: error }
        throw error
      }
    }
    try {
      return await pass(watched('src', src), watched('dst', dst))
    } catch (error) {
      if (broken === undefined) throw error
      order[broken.side] = 'none'
      await again(broken.side, broken.cause)
    }
  }
}

const MARK = Symbol('order broken')

/** Marks an error as telling that a listing broke the order that it promised. */
export function orderBroken(error: FsError): FsError {
  return Object.defineProperty(error, MARK, { value: true })
}

/** Whether a listing failed because it was not in the order that it promised: sorted as a whole it may do. */
function isOrderBroken(error: unknown): error is FsError {
  return isFsError(error) && MARK in error
}
