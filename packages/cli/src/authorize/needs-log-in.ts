import { type Backend, isConfigError, parseOptions } from '@tranship/core'

/** Whether a remote with these values, as they are stored, is used by what a log-in gives. Values that cannot be read are the log-in's to tell. */
export function needsLogIn(backend: Backend, values: Readonly<Record<string, string>>): boolean {
  if (backend.authorize === undefined) return false
  if (backend.needsLogIn === undefined) return true
  try {
    return backend.needsLogIn(parseOptions(backend.options, values, ''))
  } catch (error) {
    if (!isConfigError(error)) throw error
    return true
  }
}
