import { type Fs, intercept } from '@tranship/core'

/** The same Fs, and every error that it has given. */
export function observed(fs: Fs): { readonly fs: Fs; readonly errors: readonly unknown[] } {
  const errors: unknown[] = []
  const noted = (error: unknown): never => {
    errors.push(error)
    throw error
  }
  const watched = async function* <T>(stream: AsyncIterable<T>): AsyncIterable<T> {
    try {
      yield* stream
    } catch (error) {
      noted(error)
    }
  }
  return { errors, fs: intercept(fs, { call: (_operation, run) => run().catch(noted), stream: (_operation, run) => watched(run()) }) }
}
