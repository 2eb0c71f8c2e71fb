import type { Backend, OptionSources } from '@tranship/core'
import { settingFrom, variablePart } from '../command-line/setting.js'
import type { SaidOptions } from './backend-flags.js'

/**
 * What flags and environment say of options. Of one remote: TRANSHIP_CONFIG_<REMOTE>_<OPTION>; of every remote of a backend:
 * TRANSHIP_<PREFIX>_<OPTION>. Where no such variable is set, rclone's counts, with RCLONE_ in front.
 */
export function optionSources(flags: SaidOptions, env: NodeJS.ProcessEnv): OptionSources {
  return {
    ofRemote: (name) => remoteOptions(name, env),
    ofBackend: (backend) => ({ flags: flags.get(backend.type) ?? {}, environment: backendOptions(backend, env) }),
  }
}

/** The names of remotes that the environment makes, in lower case, as rclone lists them. */
export function remotesIn(env: NodeJS.ProcessEnv): readonly string[] {
  const names = Object.keys(env).flatMap((variable) => {
    const [, name] = /^(?:TRANSHIP|RCLONE)_CONFIG_(.+)_TYPE$/.exec(variable) ?? []
    return name === undefined || !env[variable] ? [] : [name.toLowerCase()]
  })
  return [...new Set(names)].toSorted()
}

/** The options of one remote that the environment says. */
export function remoteOptions(name: string, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const options: Record<string, string> = Object.create(null)
  for (const program of ['RCLONE', 'TRANSHIP']) {
    const start = `${program}_CONFIG_${variablePart(name)}_`
    for (const [variable, text] of Object.entries(env)) {
      if (text && variable.startsWith(start)) options[variable.slice(start.length).toLowerCase()] = text
    }
  }
  return options
}

function backendOptions({ prefix, options }: Backend, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(options).flatMap(([option, { noPrefix }]) => {
      const setting = settingFrom(env, `${prefix}_${option}`) ?? (noPrefix ? settingFrom(env, option) : undefined)
      return setting === undefined ? [] : [[option, setting.text] as const]
    }),
  )
}
