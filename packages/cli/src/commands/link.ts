import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { FsError, ROOT } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import { durationFlag } from '../quantity-flags.js'
import type { Session } from '../session.js'
import { printable } from '../ui/printable.js'

export default class Link extends BaseCommand {
  static override summary = 'Print a link at which anybody may read a file or directory; it is made if there is none.'
  static override args = {
    path: Args.string({ required: true, ignoreStdin: true, description: 'file or directory, as path or remote:path' }),
  }
  static override flags = {
    expire: durationFlag({ description: 'how long the link is to live, where the service can limit that', helpValue: 'TIME' }),
    unlink: Flags.boolean({ exclusive: ['expire'], description: 'take the link back' }),
  }

  async run(): Promise<void> {
    const { args, flags, raw } = await this.parse(Link)
    const session = await this.start(flags, raw)
    const { fs, name } = await placeOf(session, args.path)
    const { signal } = session
    if (flags.unlink) {
      if (fs.removePublicLink === undefined) throw new FsError('unsupported', 'this storage cannot take back public links')
      return fs.removePublicLink(name, { signal })
    }
    if (fs.publicLink === undefined) throw new FsError('unsupported', 'this storage has no public links')
    const isLimited = flags.expire !== undefined && Number.isFinite(flags.expire)
    const url = await fs.publicLink(name, { signal, ...(isLimited && { expiry: flags.expire as number }) })
    await this.output.line(process.stdout.isTTY ? printable(url) : url)
  }
}

async function placeOf(session: Session, path: string) {
  return (await session.openFilePlace(path)) ?? { fs: await session.openDirectory(path), name: ROOT }
}
