import { setTimeout as pause } from 'node:timers/promises'
import type { CountingProxy } from './counting-proxy.js'
import type { Outcome } from './program.js'
import type { User } from './user.js'

export const MEBIBYTE = 1024 ** 2

/** Starts `tranship`, ends it by a signal once so many bytes have gone one way through the proxy, and tells how it ended. */
export async function cutOff(
  user: User,
  proxy: CountingProxy,
  { way, after, signal }: { readonly way: 'up' | 'down'; readonly after: number; readonly signal: NodeJS.Signals },
  args: readonly string[],
): Promise<Outcome> {
  const { child, ended } = user.start(...args)
  let isOver = false
  ended.finally(() => {
    isOver = true
  })
  while (!isOver && proxy.bytes()[way] < after) await pause(2)
  child.kill(signal)
  return ended
}
