import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {
  createHttpClient,
  type FilePlace,
  FsError,
  type FsPath,
  fromDate,
  isFsError,
  nameOfUrl,
  openUrl,
  putStream,
  type UrlContent,
} from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { changeFlags } from '../flags.js'
import type { Session } from '../session.js'
import { createByteOutput, isReaderGone } from '../ui/byte-output.js'
import { shownName } from '../ui/shown-name.js'

/** The flags of `copyurl`, parsed. */
interface CopyUrlFlags {
  readonly 'auto-filename': boolean
  readonly 'header-filename': boolean
  readonly 'no-clobber': boolean
}

export default class Copyurl extends BaseCommand {
  static override summary = 'Copy what lies at a URL to a file, without keeping it on this machine in between.'
  static override description = 'The file gets the time that the server tells. One that exists is replaced once all has come.'
  static override args = {
    url: Args.string({ required: true, ignoreStdin: true, description: 'of http or https' }),
    path: Args.string({ ignoreStdin: true, description: 'file, or with --auto-filename its directory; -: standard output' }),
  }
  static override flags = {
    'dry-run': changeFlags['dry-run'],
    'auto-filename': Flags.boolean({ char: 'a', description: 'name the file as the URL does, after redirects' }),
    'header-filename': Flags.boolean({ dependsOn: ['auto-filename'], description: 'name it as the server does, if it does' }),
    'print-filename': Flags.boolean({ char: 'p', description: 'print the name of the file' }),
    'no-clobber': Flags.boolean({ description: 'replace no file' }),
    stdout: Flags.boolean({ description: 'write to standard output' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Copyurl)
    const { path = '' } = args
    const isPrinted = flags.stdout || path === '-'
    if (!isPrinted && path === '') throw new Error('say where to copy to, or --stdout')
    const session = await this.start(flags, raw)
    const http = await createHttpClient(session.http)
    try {
      const content = await openUrl(http, args.url, session.signal)
      if (isPrinted) return await print(content)
      const place = await placeOf(content, path, flags, session)
      if (flags['print-filename']) await this.output.line(shownName(place.name))
      if (flags['no-clobber']) await demandFree(place, session.signal)
      if (flags['dry-run']) session.log('notice', 'Skipped copy as --dry-run is set', place.name)
      else await write(content, place, session)
    } finally {
      http.close()
    }
  }
}

async function placeOf(content: UrlContent, path: string, flags: CopyUrlFlags, session: Session): Promise<FilePlace> {
  if (flags['auto-filename']) {
    const name = (flags['header-filename'] ? content.name : undefined) ?? nameOfUrl(content.url)
    if (name === undefined) throw new Error('the URL does not end in the name of a file: leave --auto-filename out and name the file')
    return { fs: await session.openDirectory(path), name: name as FsPath }
  }
  const place = path.endsWith('/') ? undefined : await session.openFilePlace(path)
  if (place === undefined) throw new Error(`${JSON.stringify(path)} is a directory: name a file in it, or say --auto-filename`)
  return place
}

async function demandFree({ fs, name }: FilePlace, signal: AbortSignal): Promise<void> {
  try {
    await fs.stat(name, { signal })
  } catch (error) {
    if (isFsError(error, 'not-found')) return
    throw error
  }
  throw new FsError('already-exists', `${JSON.stringify(name)} exists, and --no-clobber says to keep it`, { path: name })
}

async function write({ body, size, modTime = fromDate(new Date()) }: UrlContent, { fs, name }: FilePlace, session: Session): Promise<void> {
  await putStream(fs, name, body, { signal: session.signal, modTime, ...(size !== undefined && { size }) })
  session.log('info', 'Copied (new)', name)
}

async function print({ body }: UrlContent): Promise<void> {
  const write = createByteOutput(process.stdout)
  try {
    for await (const chunk of body) await write(chunk)
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}
