import { isConfigError, type Location, parseLocation, sectionOf } from '@tranship/core'
import type { Configuration } from '../config/configuration.js'
import { flagsOfRemote } from './flag-keys.js'
import type { Setting } from './setting.js'

/** What remotes say of flags for a whole command, by the names of the flags. */
export interface GlobalSettings {
  readonly settings: ReadonlyMap<string, Setting>
  /** What is to be told of those that change nothing. */
  readonly notices: readonly string[]
}

/** Reads `global.checksum = true` of the remotes that locations name, and of the locations themselves. Of two that say a flag the last counts. */
export async function globalSettings(
  locations: readonly string[],
  configuration: Configuration,
  isKnown: (flag: string) => boolean,
): Promise<GlobalSettings> {
  const settings = new Map<string, Setting>()
  const notices: string[] = []
  for (const text of locations) {
    const location = remoteIn(text)
    if (location === undefined) continue
    const said = await textsOf(location, configuration)
    const where = location.kind === 'remote' ? `remote ${JSON.stringify(location.remote)}` : `:${location.type}`
    for (const [name, { key, text: value }] of flagsOfRemote('global', said)) {
      if (isKnown(name)) settings.set(name, { variable: `${key} of ${where}`, text: value })
      else if (!(await hasMeaning(name))) notices.push(`${key} of ${where} changes nothing: there is no flag --${name}`)
    }
  }
  return { settings, notices }
}

type RemoteLocation = Exclude<Location, { kind: 'local' }>

/** Undefined for what is none: whoever opens it says what is wrong. */
function remoteIn(text: string): RemoteLocation | undefined {
  try {
    const location = parseLocation(text, process.platform)
    return location.kind === 'local' ? undefined : location
  } catch (error) {
    if (!isConfigError(error)) throw error
    return undefined
  }
}

async function textsOf(location: RemoteLocation, configuration: Configuration): Promise<Readonly<Record<string, string>>> {
  if (location.kind === 'backend') return location.options
  return { ...sectionOf(await (await configuration.file()).read(), location.remote), ...location.overrides }
}

/** For another command. */
async function hasMeaning(name: string): Promise<boolean> {
  const { RCLONE_FLAGS } = await import('../rclone-flags/rclone-flags.js')
  const flag = RCLONE_FLAGS.get(name)
  return flag !== undefined && flag.is !== 'refused'
}
