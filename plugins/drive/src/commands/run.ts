import { FsError, type FsPath, joinPath, parentOf, ROOT } from '@tranship/core/backend'
import { jsonOf } from '../client.js'
import type { Drive } from '../drive.js'
import { FOLDER, SHORTCUT } from '../file.js'
import { createdFile, FILES, patchFile, searchPages, TELLING_FILE } from '../files.js'
import { lookUp } from '../lookup.js'
import { checkPath, storedNameOf } from '../names.js'
import { allOf, inAny } from '../query.js'
import type { CommandName } from './commands.js'

/** What a person said after the name of a command. */
interface Call {
  readonly at: FsPath
  readonly args: readonly string[]
  readonly signal: AbortSignal
}

const RUN: Readonly<Record<CommandName, (drive: Drive, call: Call) => Promise<unknown>>> = { drives, shortcut, untrash }

/** Runs a command by its name. */
export async function runCommand(drive: Drive, name: string, call: Call): Promise<unknown> {
  if (!Object.hasOwn(RUN, name)) throw new FsError('unsupported', `drive has no command ${JSON.stringify(name)}`)
  return RUN[name as CommandName](drive, call)
}

interface SharedDrives {
  readonly drives?: readonly { readonly id: string; readonly name: string }[]
  readonly nextPageToken?: string
}

async function drives({ session }: Drive, { signal }: Call): Promise<SharedDrives['drives']> {
  const found: { readonly id: string; readonly name: string }[] = []
  let pageToken: string | undefined
  do {
    const query = { pageSize: '100', fields: 'nextPageToken,drives(id,name)', pageToken }
    const page: SharedDrives = jsonOf(await session.steadyRequest({ method: 'GET', to: '/drive/v3/drives', query, path: '', signal }), '')
    found.push(...(page.drives ?? []))
    pageToken = page.nextPageToken
  } while (pageToken !== undefined)
  return found
}

async function shortcut(drive: Drive, { at, args: [source, destination, ...more], signal }: Call): Promise<void> {
  if (source === undefined || destination === undefined || more.length > 0) {
    throw new FsError('unsupported', 'shortcut takes a source and a destination')
  }
  const [from, to] = [source, destination].map((text) => checkPath(joinPath(at, text))) as [FsPath, FsPath]
  const { files, folders } = await lookUp(drive, from, signal)
  const targetId = files[0]?.file.id ?? folders[0]?.id
  if (targetId === undefined) throw new FsError('not-found', 'no such file or directory', { path: from })
  const there = await lookUp(drive, to, signal)
  if (to === ROOT || there.files.length + there.folders.length > 0)
    throw new FsError('already-exists', 'something is there already', { path: to })
  await drive.directories.within(parentOf(to), signal, async ({ id: parent }) => {
    const { session } = drive
    const reply = await session.steadyRequest({
      method: 'GET',
      to: `${FILES}/generateIds`,
      query: { count: '1', type: 'shortcuts' },
      path: to,
      signal,
    })
    const [id = ''] = jsonOf<{ ids: readonly string[] }>(reply, to).ids
    const json = { id, name: storedNameOf(to), mimeType: SHORTCUT, parents: [parent], shortcutDetails: { targetId } }
    await createdFile(session, id, { method: 'POST', to: FILES, query: TELLING_FILE, json, path: to, signal })
  })
  drive.directories.forget(to)
}

async function untrash({ session, directories, trashed }: Drive, { at, signal }: Call): Promise<{ readonly Untrashed: number }> {
  let count = 0
  const waiting = (await directories.existing(at, signal)).map(({ id }) => id)
  for (const id of waiting) {
    const q = allOf([inAny([id]), `(trashed = true or mimeType = '${FOLDER}')`])
    for await (const page of searchPages(session, { q, path: at, signal })) {
      for (const file of page) {
        if (file.mimeType === FOLDER) waiting.push(file.id)
        if (!file.trashed) continue
        await patchFile(session, file.id, { json: { trashed: false }, path: at, signal })
        trashed.remove(file.id)
        count++
      }
    }
  }
  directories.forget(at)
  return { Untrashed: count }
}
