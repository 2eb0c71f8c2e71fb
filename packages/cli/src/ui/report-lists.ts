import * as Flags from '@oclif/core/flags'
import { sumFileName } from '@tranship/core'
import { createLineFile } from '../sync/line-file.js'
import type { Output } from './output.js'
import { shownName } from './shown-name.js'

const file = (description: string) => Flags.string({ description, helpValue: 'FILE', helpGroup: 'REPORTS' })

/** Flags for lists of how the files of two sides compare, each to a file, or with "-" to standard output. */
export const reportFlags = {
  combined: file('list every file there, with a mark: = same, * different, + only in source, - only in destination, ! error'),
  match: file('list the files there that are the same'),
  differ: file('list the files there that differ'),
  'missing-on-dst': file('list the files there that only the source has'),
  'missing-on-src': file('list the files there that only the destination has'),
  error: file('list the files there that could not be read'),
}

export type ListName = Exclude<keyof typeof reportFlags, 'combined'>

/** Those of a command that changes the destination. */
export const runReportFlags = { ...reportFlags, 'dest-after': file('list the files there that the destination has afterwards') }

/** The report flags, parsed. */
export type ReportFlags = { readonly [Name in keyof typeof runReportFlags]?: string | undefined }

const MARKS: Readonly<Record<ListName, string>> = { match: '=', differ: '*', 'missing-on-dst': '+', 'missing-on-src': '-', error: '!' }

/** The lists that were asked for. */
export interface ReportLists {
  /** Whether there are any. */
  readonly areWanted: boolean
  /** Puts a file on its list and on the combined one. Standard output is to be awaited. */
  add(list: ListName, path: string): Promise<void>
  /** Puts a file on the list of what the destination has afterwards. */
  stays(path: string): Promise<void>
  /** Writes what is held back, and closes the files. */
  close(): void
}

/** Begins every file anew. */
export function openReportLists(flags: ReportFlags, stdout: Output): ReportLists {
  const names = Object.keys(runReportFlags) as (keyof typeof runReportFlags)[]
  const opened = names.flatMap((name) => {
    const target = flags[name]
    return target === undefined ? [] : [[name, target === '-' ? 'stdout' : createLineFile(name, target, ANYBODY)] as const]
  })
  const lists = new Map(opened)
  const put = async (name: keyof ReportFlags, path: string, mark = ''): Promise<void> => {
    const list = lists.get(name)
    if (list === 'stdout') await stdout.line(mark + shownName(path))
    else list?.line(mark + sumFileName(path))
  }
  return {
    areWanted: lists.size > 0,
    add: async (list, path) => {
      await put(list, path)
      await put('combined', path, `${MARKS[list]} `)
    },
    stays: (path) => put('dest-after', path),
    close: () => {
      for (const list of lists.values()) if (list !== 'stdout') list.end()
      lists.clear()
    },
  }
}

/** Permissions of a file that others may read, as far as the user's mask allows. */
const ANYBODY = 0o666
