import { type BackendContext, type Limiter, plainContext } from '@tranship/core'

/** A context that lets everything pass and keeps what is logged. */
export function watchedContext(changes: Partial<BackendContext> = {}): { context: BackendContext; logged(): readonly string[] } {
  const lines: string[] = []
  const limiter: Limiter = {
    enter: async (_use, _bytes, signal) => {
      signal?.throwIfAborted()
      return { done: () => {}, refused: () => {}, failed: () => {} }
    },
  }
  const context = plainContext(limiter, { log: (level, message, path) => void lines.push(`${level} ${path}: ${message}`), ...changes })
  return { context, logged: () => lines }
}
