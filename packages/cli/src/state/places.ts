import { join } from 'node:path'

/** Where the program keeps what its runs tell each other: nothing that a person made. */
export interface Places {
  /** What should last: how far transfers came. */
  readonly state: string
  /** What may be lost at any time. */
  readonly cache: string
}

/** As the XDG base directories say; on Windows where programs keep data of one machine. */
export function placesFrom(env: NodeJS.ProcessEnv, home: string, platform: NodeJS.Platform): Places {
  const own = platform === 'win32' && env.LOCALAPPDATA ? join(env.LOCALAPPDATA, 'tranship') : undefined
  return {
    state: env.XDG_STATE_HOME ? join(env.XDG_STATE_HOME, 'tranship') : (own ?? join(home, '.local', 'state', 'tranship')),
    cache: env.XDG_CACHE_HOME ? join(env.XDG_CACHE_HOME, 'tranship') : (own ?? join(home, '.cache', 'tranship')),
  }
}
