import type { Page } from '../fs/entry.js'
import type { ListAllOptions } from '../fs/fs.js'
import { comparePaths, orderKey } from '../fs/order.js'
import { keyAhead, type Stretch } from './key-guess.js'

/** Lists the keys of a range, in path order. */
export type ListRange = (range: Pick<ListAllOptions, 'after' | 'upTo' | 'signal'>) => AsyncIterable<Page>

/** Pages that are listed one after the other before anything is split, and that a part is meant to have. */
const PAGES_OF_A_PART = 20
/** Pages by which the density of keys is told at least. */
const PAGES_THAT_TELL = 8
/** Parts that are listed at a time. */
const MOST_AT_ONCE = 5
/** Pages that wait for the turn of their part. */
const MOST_AHEAD = 60
/** Splits that are made whatever they cost: each costs one more request at most. */
const FREE_SPLITS = 2
/** Keys of a page that are kept as samples. */
const SAMPLES = 8

/** A part of the keys, which is listed beside the others. */
interface Part {
  /** The last key that belongs to it; absent: all that follow. */
  upTo: string | undefined
  /** Pages that have come and were not handed out yet. */
  readonly pages: Page[]
  /** The latest of the pages that came, by their keys. */
  seen: Seen[]
  /** How dense the keys are where it begins, as far as known before. */
  readonly before: Density
  /** Pages since it was split off or became shorter. */
  age: number
  isEmpty: boolean
  isDone: boolean
  failure?: { readonly error: unknown }
}

interface Seen {
  readonly last: string
  readonly samples: readonly string[]
}

interface Density {
  readonly stretch: Stretch
  readonly pages: number
}

/**
 * A listing in path order, of which several ranges of keys are listed at a time once it turns out to be long: after 20 pages,
 * one after the other, as many requests again are under way for keys that are guessed to be as far ahead. The pages come in
 * order, each key once. It takes at most one request in 20 more than one range would, and 3; pages that wait are bounded.
 */
export async function* split(list: ListRange, signal?: AbortSignal): AsyncIterable<Page> {
  const stop = new AbortController()
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal])
  let seen: Seen[] = []
  let pages = 0
  let rest: { readonly after: string; readonly density: Density } | undefined
  for await (const page of list({ signal: either })) {
    seen = seenWith(seen, page)
    yield page
    const density = ++pages < PAGES_OF_A_PART ? undefined : densityOf(seen)
    const after = density && keyToGoOnAfter(page)
    if (density === undefined || after === undefined) continue
    rest = { after, density }
    break
  }
  if (rest === undefined) return

  const parts = createParts(list, either, pages, rest)
  try {
    yield* parts.inOrder()
  } finally {
    stop.abort()
    await parts.ended()
  }
}

interface Parts {
  inOrder(): AsyncIterable<Page>
  /** Once the signal is aborted: settles when nothing is under way any more. */
  ended(): Promise<unknown>
}

function createParts(list: ListRange, signal: AbortSignal, pagesBefore: number, rest: { after: string; density: Density }): Parts {
  const bell = createBell()
  const parts: Part[] = []
  const runs: Promise<void>[] = []
  let pages = pagesBefore
  let ahead = 0
  let splits = 0
  /** Smaller after guesses that went beyond the last key. */
  let reach = 1

  const begin = (at: number, after: string, upTo: string | undefined, before: Density): Part => {
    const part: Part = { upTo, pages: [], seen: [], before, age: 0, isEmpty: true, isDone: false }
    parts.splice(at, 0, part)
    runs.push(run(part, after))
    return part
  }

  const run = async (part: Part, from: string): Promise<void> => {
    try {
      for (let after: string | undefined = from; after !== undefined; ) after = await follow(part, after)
    } catch (error) {
      part.failure = { error }
    }
    part.isDone = true
    reach = part.isEmpty ? reach / 2 : Math.min(1, reach * 2)
    bell.ring()
  }

  /** Lists to the end of the part, or until that is another one: gives the key then after which to go on. */
  const follow = async (part: Part, after: string): Promise<string | undefined> => {
    for await (const page of list({ after, signal, ...(part.upTo !== undefined && { upTo: part.upTo }) })) {
      part.pages.push(page)
      part.seen = seenWith(part.seen, page)
      if (page.length > 0) part.isEmpty = false
      part.age++
      pages++
      ahead++
      bell.ring()
      while (!signal.aborted && !hasRoom(part)) await bell.wait()
      const cut = splitOf(part, page)
      if (cut === undefined) continue
      const density = densityOf(part.seen) ?? part.before
      begin(parts.indexOf(part) + 1, cut.upTo, part.upTo, density)
      part.upTo = cut.upTo
      part.age = 0
      return cut.after
    }
    return undefined
  }

  const hasRoom = (part: Part): boolean => (part === parts[0] ? part.pages.length < 2 : ahead < MOST_AHEAD)

  /** Where a part is to be split, whose latest page this is: the last key that it has had, and the last one that it keeps. */
  const splitOf = (part: Part, page: Page): { readonly after: string; readonly upTo: string } | undefined => {
    const others = parts.slice(parts.indexOf(part) + 1)
    const isLast = others.every(({ isDone, isEmpty }) => isDone && isEmpty)
    const isWorth = (part.age >= PAGES_OF_A_PART || isLast) && parts.filter(({ isDone }) => !isDone).length < MOST_AT_ONCE
    if (signal.aborted || !isWorth || splits >= FREE_SPLITS + Math.floor(pages / PAGES_OF_A_PART)) return undefined
    const after = keyToGoOnAfter(page)
    if (after === undefined) return undefined
    const density = densityOf(part.seen) ?? part.before
    const upTo = keyAhead(density.stretch, after, (reach * PAGES_OF_A_PART) / density.pages)
    const isWithin = upTo !== undefined && comparePaths(upTo, after) > 0 && (part.upTo === undefined || comparePaths(upTo, part.upTo) < 0)
    if (!isWithin) return undefined
    splits++
    return { after, upTo }
  }

  begin(0, rest.after, undefined, rest.density)
  return {
    inOrder: async function* () {
      for (let [first] = parts; first !== undefined; [first] = parts) {
        const page = first.pages.shift()
        if (page !== undefined) {
          ahead--
          bell.ring()
          yield page
        } else if (first.failure !== undefined) throw first.failure.error
        else if (first.isDone) {
          parts.shift()
          bell.ring()
        } else await bell.wait()
      }
    },
    ended: () => {
      bell.ring()
      return Promise.all(runs)
    },
  }
}

function seenWith(seen: readonly Seen[], page: Page): Seen[] {
  const last = page.at(-1)
  if (last === undefined) return [...seen]
  const step = Math.max(1, Math.floor(page.length / SAMPLES))
  const samples = page.filter((_, at) => at % step === 0).map(orderKey)
  return [...seen.slice(-PAGES_OF_A_PART), { last: orderKey(last), samples }]
}

/** How dense the keys of these pages are; undefined: they are too few to tell. */
function densityOf(seen: readonly Seen[]): Density | undefined {
  const [first, last] = [seen[0], seen.at(-1)]
  const pages = seen.length - 1
  if (first === undefined || last === undefined || pages < PAGES_THAT_TELL) return undefined
  return { stretch: { first: first.last, last: last.last, samples: seen.slice(1).flatMap(({ samples }) => samples) }, pages }
}

/**
 * The key after which a listing goes on that has told this page. Undefined where that cannot be told: of names that are shown by
 * another one the service may have told others behind them.
 */
function keyToGoOnAfter(page: Page): string | undefined {
  const last = page.at(-1)
  return last === undefined || page.some(({ kind, path }) => kind === 'unreadable' || path.includes('\u{201b}'))
    ? undefined
    : orderKey(last)
}

/** Wakes all who wait for a change. */
function createBell(): { wait(): Promise<void>; ring(): void } {
  let waiting: (() => void)[] = []
  return {
    wait: () => new Promise((resolve) => waiting.push(resolve)),
    ring: () => {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
  }
}
