/** The one listener that each signal has, for all who wait for it: adding another one takes Node the longer the more there are. */
const listeners = new WeakMap<AbortSignal, Listener>()

interface Listener {
  readonly stops: Set<() => void>
  readonly tell: () => void
}

/**
 * Calls `stop` when the signal is aborted, until the function that this gives is called. Nothing is called for a signal that
 * is aborted already.
 */
export function whenAborted(signal: AbortSignal, stop: () => void): () => void {
  const { stops, tell } = listeners.get(signal) ?? listening(signal)
  const own = () => stop() // the same function may wait more than once
  stops.add(own)
  return () => {
    if (!stops.delete(own) || stops.size > 0) return
    signal.removeEventListener('abort', tell) // it would keep a signal that is made of others
    listeners.delete(signal)
  }
}

function listening(signal: AbortSignal): Listener {
  const stops = new Set<() => void>()
  const tell = () => {
    for (const stop of stops) stop()
  }
  const listener: Listener = { stops, tell }
  signal.addEventListener('abort', tell, { once: true })
  listeners.set(signal, listener)
  return listener
}
