import { access, readFile } from 'node:fs/promises'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { makeParents, replaceFile } from './replace-file.js'

/** Where the config file is. */
export interface ConfigPlace {
  readonly path: string
  /** Of a file that rclone made, and that nobody has said may be changed: what may be done about it. */
  readonly rclones?: RclonesFile
}

export interface RclonesFile {
  /** Where a copy would be Tranship's own, and would count from then on. */
  readonly own: string
  /** Remembers that both programs share the file. */
  share(): Promise<void>
}

/**
 * What the flag names (nothing or "notfound": no file at all), else TRANSHIP_CONFIG, else RCLONE_CONFIG, else Tranship's own file if there is one, else where rclone
 * looks: of these places the first that exists. So who has used rclone has all remotes at once. Where none does, the file will
 * be made in the first of them, for both programs.
 */
export async function locateConfigFile(flag: string | undefined, env: NodeJS.ProcessEnv, home: string): Promise<ConfigPlace> {
  const named = flag ?? (env.TRANSHIP_CONFIG || env.RCLONE_CONFIG || undefined)
  if (named === '' || named === 'notfound') return { path: devNull }
  if (named !== undefined) return { path: named }
  const usual = join(home, '.config')
  const moved = [env.APPDATA, env.XDG_CONFIG_HOME].flatMap((directory) => (directory ? [directory] : []))
  const directory = join(moved[0] ?? usual, 'tranship')
  const own = join(directory, 'tranship.conf')
  if (await exists(own)) return { path: own }
  const places = [...[...moved, usual].map((each) => join(each, 'rclone', 'rclone.conf')), join(home, '.rclone.conf')]
  const note = join(directory, 'shared-with-rclone')
  for (const path of places) {
    if (!(await exists(path))) continue
    return (await isNoted(note, path)) ? { path } : { path, rclones: { own, share: () => noteDown(note, path) } }
  }
  return { path: places[0] as string, rclones: { own, share: () => noteDown(note, places[0] as string) } }
}

async function isNoted(note: string, path: string): Promise<boolean> {
  const text = await readFile(note, 'utf8').catch(() => '')
  return text.split('\n').includes(path)
}

async function noteDown(note: string, path: string): Promise<void> {
  await makeParents(note)
  await replaceFile(note, `# Tranship and rclone share this config file, as was agreed to:\n${path}\n`)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
