/** Not part of the type, so that the types of two copies of core are the same. */
const MARK: symbol = Symbol.for('tranship.ConfigError')

/** A remote, an option or the config file is not as it must be: the message says which, and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    Object.defineProperty(this, MARK, { value: true })
  }
}

/** Whether `error` is a ConfigError, of any copy of core. */
export function isConfigError(error: unknown): error is ConfigError {
  return typeof error === 'object' && error !== null && MARK in error
}
