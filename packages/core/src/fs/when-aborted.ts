/** The one listener that each signal has, for all who wait for it: adding another one takes Node the longer the more there are. */
const listeners = new WeakMap<AbortSignal, Listener>()

interface Listener {
  readonly stops: Set<() => void>
  readonly tell: () => void
  isLeaving: boolean
}

/**
 * Calls `stop` when the signal is aborted, until the function that this gives is called. Nothing is called for a signal that
 * is aborted already.
 */
export function whenAborted(signal: AbortSignal, stop: () => void): () => void {
  const listener = listeners.get(signal) ?? listening(signal)
  const { stops } = listener
  const own = () => stop() // the same function may wait more than once
  stops.add(own)
  return () => {
    if (stops.delete(own) && stops.size === 0) leaveSoon(signal, listener)
  }
}

/** It would keep a signal that is made of others. Often the next one to wait comes at once, though, and to listen again takes Node longer than all the rest. */
function leaveSoon(signal: AbortSignal, listener: Listener): void {
  if (listener.isLeaving) return
  listener.isLeaving = true
  setImmediate(() => {
    listener.isLeaving = false
    if (listener.stops.size > 0) return
    signal.removeEventListener('abort', listener.tell)
    listeners.delete(signal)
  })
}

function listening(signal: AbortSignal): Listener {
  const stops = new Set<() => void>()
  const tell = () => {
    for (const stop of stops) stop()
  }
  const listener: Listener = { stops, tell, isLeaving: false }
  signal.addEventListener('abort', tell, { once: true })
  listeners.set(signal, listener)
  return listener
}
