import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { S3Options } from '../options.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The options with the region of the profile that the credentials come from, where neither they nor the environment name one.
 * Files as the AWS tools keep them: a profile of the credentials file comes before the same one of the config file.
 */
export async function withProfileRegion(options: S3Options, environment: Environment): Promise<S3Options> {
  const { region, env_auth: isChain, access_key_id: key, shared_credentials_file: file } = options
  const isOfProfile = key === undefined && (isChain || options.profile !== undefined || file !== undefined)
  const isNamed = region !== undefined || (isChain && (environment.AWS_REGION ?? environment.AWS_DEFAULT_REGION) !== undefined)
  if (!isOfProfile || isNamed) return options

  const profile = options.profile ?? environment.AWS_PROFILE ?? 'default'
  const folder = join(environment.HOME ?? homedir(), '.aws')
  const credentials = await textOf(file ?? environment.AWS_SHARED_CREDENTIALS_FILE ?? join(folder, 'credentials'))
  const config = await textOf(environment.AWS_CONFIG_FILE ?? join(folder, 'config'))
  const section = profile === 'default' ? ['default', 'profile default'] : [`profile ${profile}`]
  const found = regionIn(credentials, [profile]) ?? regionIn(config, section)
  return found === undefined ? options : { ...options, region: found }
}

/** The `region` of the first section of one of these names that has one. Settings of settings, which are indented, are passed over. */
function regionIn(text: string, sections: readonly string[]): string | undefined {
  let isWanted = false
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^\s*\[([^\]]*)\]/.exec(line) ?? []
    if (name !== undefined)
      isWanted = sections.includes(
        name
          .trim()
          .replace(/\s+/g, ' ')
          .replace(/^(profile )?["'](.*)["']$/, '$1$2'),
      )
    const [, region] = (isWanted && /^region\s*=\s*([\w-]+)\s*(?:[#;].*)?$/i.exec(line)) || []
    if (region !== undefined) return region
  }
  return undefined
}

/** Empty for a file that cannot be read: whether it is needed, the credentials tell. */
function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '')
}
