import type { FileChoices, Fs } from '@tranship/core'
import type { Session } from '../session.js'
import type { Output } from '../ui/output.js'
import type { FilterFlags } from './filter-flags.js'
import { filterFrom, refuseFilterOfFile } from './filter-from.js'

/** The files that a location and the filter flags name. */
export interface ChosenFiles {
  readonly fs: Fs
  readonly choices: FileChoices & { readonly signal: AbortSignal }
}

export async function chooseFiles(session: Session, path: string, flags: FilterFlags, output: Output): Promise<ChosenFiles> {
  const { log, signal } = session
  const filter = await filterFrom(flags, { log, output })
  const opened = await session.open(path)
  refuseFilterOfFile(opened, filter)
  const only = opened.file === undefined ? {} : { only: [opened.file] }
  return { fs: opened.fs, choices: { signal, filter, scratch: session.scratch, ...only, ...depthFrom(flags) } }
}

/** How deep the flags have one look. */
export function depthFrom({ 'max-depth': depth = -1 }: FilterFlags): { readonly maxDepth?: number } {
  return depth < 0 ? {} : { maxDepth: depth }
}
