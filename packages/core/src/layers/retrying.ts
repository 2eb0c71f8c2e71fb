import type { Log } from '../backend/context.js'
import { type Bytes, resolveRange } from '../fs/bytes.js'
import type { FsObject } from '../fs/entry.js'
import { type FsError, type FsErrorKind, isFsError } from '../fs/error.js'
import type { Fs, OpenOptions, PutOptions } from '../fs/fs.js'
import type { FsPath } from '../fs/path.js'
import { beforeNextTry, type RetryOptions, type RetryPolicy, repeatedly } from '../http/retry.js'
import { answeredByEarlierTry, type Sent } from './earlier-try.js'
import { intercept, type Method, type Operation, pathOf } from './intercept.js'

/** The kind that says, from the second try on, that an earlier try has done the work although its answer was lost; and the answer. */
const ALREADY_DONE: Partial<Record<Method, { readonly kind: FsErrorKind; answer(subject: unknown): unknown }>> = {
  remove: { kind: 'not-found', answer: () => undefined },
  rmdir: { kind: 'not-found', answer: () => undefined },
  purge: { kind: 'not-found', answer: () => undefined },
  mkdir: { kind: 'already-exists', answer: (path) => ({ kind: 'directory', path }) },
}

/** Never repeated: an earlier try may have moved the source away. */
const ONCE: ReadonlySet<Method> = new Set<Method>(['move', 'moveDirectory'])

/**
 * Repeats what failed temporarily: calls as a whole, an upload by opening its source again, a body from the byte it
 * reached. A listing is the backend's to repeat, page by page.
 */
export function retrying(inner: Fs, policy: RetryPolicy, log: Log): Fs {
  const optionsFor = (operation: Operation, signal: AbortSignal | undefined): RetryOptions => ({
    policy,
    signal,
    again: (error: FsError, attempt: number) =>
      log('debug', `${operation.method}: try ${attempt} of ${policy.attempts} follows: ${error.message}`, pathOf(operation)),
  })

  const repeated = intercept(inner, {
    call: (operation, run) => {
      if (ONCE.has(operation.method)) return run()
      const { signal } = optionsOf(operation) ?? {}
      return repeatedly(
        (attempt) => {
          const done = ALREADY_DONE[operation.method]
          if (attempt === 1 || done === undefined) return run()
          return run().catch((error: unknown) => {
            if (isFsError(error, done.kind)) return done.answer(operation.args[0]) as Awaited<ReturnType<typeof run>>
            throw error
          })
        },
        optionsFor(operation, signal),
      )
    },
  })

  /** Repeats the writing of one object, where a conflict may be with what an earlier try has written. */
  const writing = (operation: Operation, path: FsPath, sent: Sent, signal: AbortSignal | undefined, run: () => Promise<FsObject>) =>
    repeatedly((attempt) => (attempt === 1 ? run() : answeredByEarlierTry(inner, path, sent, signal, run)), optionsFor(operation, signal))

  const { copy } = inner
  return {
    ...repeated,
    open: (object, options = {}) => resumed(inner, object, options, optionsFor({ method: 'open', args: [object] }, options.signal)),
    put: async (path, source, options = {}) => {
      if (!source.repeatable) return inner.put(path, source, options)
      const sent: Sent = { size: source.size, modTime: options.modTime, hashes: undefined }
      const run = () => inner.put(path, source, { ...options, ...noting(options, sent) })
      return writing({ method: 'put', args: [path] }, path, sent, options.signal, run)
    },
    ...(copy && {
      copy: (object, to, options = {}) => {
        const sent: Sent = { size: object.size, modTime: options.modTime ?? object.modTime, hashes: object.hashes }
        return writing({ method: 'copy', args: [object] }, to, sent, options.signal, () => copy.call(inner, object, to, options))
      },
    }),
  }
}

/** A body that goes on at the byte it reached, as long as the object has a version that holds it to the same bytes. */
async function* resumed(inner: Fs, object: FsObject, options: OpenOptions, retry: RetryOptions): Bytes {
  const mayGoOn = object.size !== undefined && object.version !== undefined && inner.features.conditions.includes('open')
  let taken = 0
  for (let attempt = 1; ; attempt++) {
    const before = taken
    try {
      for await (const chunk of inner.open(object, taken === 0 ? options : rest(object, options, taken))) {
        taken += chunk.byteLength
        yield chunk
      }
      return
    } catch (error) {
      if (taken > 0 && !mayGoOn) throw error
      if (taken > before) attempt = 1
      await beforeNextTry(error, attempt, retry)
    }
  }
}

function rest(object: FsObject, options: OpenOptions, taken: number): OpenOptions {
  const { start, end } = resolveRange(options.range, object.size ?? 0)
  return { ...options, range: { start: start + taken, end } }
}

/** Notes the digests that the backend tells of what it sent. */
function noting(options: PutOptions, sent: Sent): Pick<PutOptions, 'transfer'> {
  const { transfer } = options
  if (transfer === undefined) return {}
  return {
    transfer: {
      ...transfer,
      sent: (digests) => {
        sent.hashes = digests
        transfer.sent(digests)
      },
    },
  }
}

function optionsOf(operation: Operation): { signal?: AbortSignal } | undefined {
  const options = operation.args.at(-1)
  return typeof options === 'object' && options !== null && 'signal' in options ? (options as { signal?: AbortSignal }) : undefined
}
