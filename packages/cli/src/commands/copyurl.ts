import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { ConfigError, createHttpClient, type FilePlace, type HttpClient, openUrl, type UrlContent } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { openTextReader } from '../config/text-file.js'
import { copyUrl, nameFor, type UrlChoices } from '../copyurl/copy-url.js'
import { copyUrls, parseUrlList } from '../copyurl/url-list.js'
import { changeFlags, transfersFlag } from '../flags.js'
import type { Session } from '../session.js'
import { createByteOutput, isReaderGone } from '../ui/byte-output.js'
import { tellFailures } from '../ui/failures.js'
import { shownName } from '../ui/shown-name.js'

/** URLs at a time where nobody says. */
const TRANSFERS = 4

export default class Copyurl extends BaseCommand {
  static override summary = 'Copy what lies at a URL to a file, without keeping it on this machine in between.'
  static override description = 'The file gets the time that the server tells. One that exists is replaced once all has come.'
  static override args = {
    url: Args.string({ required: true, ignoreStdin: true, description: 'of http or https; with --urls the list' }),
    path: Args.string({ ignoreStdin: true, description: 'file, or with --auto-filename or --urls a directory; -: standard output' }),
  }
  static override flags = {
    'dry-run': changeFlags['dry-run'],
    'auto-filename': Flags.boolean({ char: 'a', description: 'name the file as the URL does, after redirects' }),
    'header-filename': Flags.boolean({ description: 'name it as the server does, if it does' }),
    'print-filename': Flags.boolean({ char: 'p', description: 'print the name of the file', exclusive: ['urls'] }),
    'no-clobber': Flags.boolean({ description: 'replace no file' }),
    stdout: Flags.boolean({ description: 'write to standard output', exclusive: ['urls'] }),
    urls: Flags.boolean({ description: 'the first argument is a CSV file of URL,PATH; a row may leave PATH out; -: standard input' }),
    ...transfersFlag,
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Copyurl)
    const { url, path = '' } = args
    const { 'auto-filename': auto, 'header-filename': headerFilename, 'no-clobber': noClobber, 'dry-run': dryRun } = flags
    if (headerFilename && !auto && !flags.urls) throw new ConfigError('--header-filename needs --auto-filename')
    const isPrinted = flags.stdout || (path === '-' && !flags.urls)
    if (!isPrinted && path === '') throw new ConfigError('say where to copy to, or --stdout')
    const choices: UrlChoices = { headerFilename, noClobber, dryRun }
    const session = await this.start(flags, raw)
    const http = await createHttpClient(session.http)
    try {
      if (flags.urls) return await this.#copyList(http, url, path, choices, flags.transfers ?? TRANSFERS, session)
      if (isPrinted) return await print(await openUrl(http, url, session.signal))
      const placeFor = async (content: UrlContent) => {
        const place = auto ? { fs: await session.openDirectory(path), name: nameFor(content, choices) } : await filePlace(path, session)
        if (flags['print-filename']) await this.output.line(shownName(place.name))
        return place
      }
      await copyUrl(http, url, placeFor, choices, session)
    } finally {
      http.close()
    }
  }

  async #copyList(http: HttpClient, file: string, path: string, choices: UrlChoices, transfers: number, session: Session): Promise<void> {
    const list = parseUrlList(await openTextReader()('urls', file), file)
    const failures = await copyUrls(http, list, await session.openDirectory(path), choices, transfers, session)
    tellFailures(session.log, this.id, failures)
  }
}

async function filePlace(path: string, session: Session): Promise<FilePlace> {
  const place = path.endsWith('/') ? undefined : await session.openFilePlace(path)
  if (place === undefined) throw new ConfigError(`${JSON.stringify(path)} is a directory: name a file in it, or say --auto-filename`)
  return place
}

async function print({ body }: UrlContent): Promise<void> {
  const write = createByteOutput(process.stdout)
  try {
    for await (const chunk of body) await write(chunk)
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}
