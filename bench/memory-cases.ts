import type { SyncChoices, SyncSummary } from '@tranship/core'
import type { GeneratedTree } from './memory-fs.ts'

/** A sync of very many files. */
export interface MemoryCase {
  readonly src: (files: number) => GeneratedTree
  readonly dst: (files: number) => GeneratedTree
  readonly choices: Partial<SyncChoices>
  /** What it must have come to. */
  readonly expected: (files: number) => Partial<SyncSummary>
}

const NOTHING: GeneratedTree = { files: 0 }
const FEW: GeneratedTree = { files: 1, prefix: 'another' }
const SYNC: Partial<SyncChoices> = { deletes: true, forceDelete: true }

const full = (files: number): GeneratedTree => ({ files })
const elsewhere = (files: number): GeneratedTree => ({ files, prefix: 'elsewhere' })
const shuffled = (files: number): GeneratedTree => ({ files, isShuffled: true })
const oneDirectory = (files: number): GeneratedTree => ({ files, isOneDirectory: true })
const oneShuffledDirectory = (files: number): GeneratedTree => ({ files, isOneDirectory: true, isShuffled: true })

const eachInDirectory = (files: number): GeneratedTree => ({ files, isEachInDirectory: true })
const eachInAnotherDirectory = (files: number): GeneratedTree => ({ files, isEachInDirectory: true, prefix: 'elsewhere' })

export const MEMORY_CASES: Readonly<Record<string, MemoryCase>> = {
  'all new': { src: full, dst: () => NOTHING, choices: SYNC, expected: (files) => ({ copied: files }) },
  'none changed': { src: full, dst: full, choices: SYNC, expected: (files) => ({ kept: files }) },
  'all extra': { src: () => FEW, dst: full, choices: SYNC, expected: (files) => ({ deleted: files }) },
  'delete before': {
    src: full,
    dst: elsewhere,
    choices: { ...SYNC, deleteMoment: 'before' },
    expected: (files) => ({ copied: files, deleted: files }),
  },
  'one directory': { src: oneShuffledDirectory, dst: oneDirectory, choices: SYNC, expected: (files) => ({ kept: files }) },
  'a directory for each': {
    src: eachInDirectory,
    dst: eachInAnotherDirectory,
    choices: SYNC,
    expected: (files) => ({ copied: files, deleted: files }),
  },
  'directories emptied by a move': {
    src: eachInDirectory,
    dst: () => NOTHING,
    choices: { deletes: false, moves: true, deleteEmptySourceDirectories: true },
    expected: (files) => ({ copied: files }),
  },
  'one side without order': { src: full, dst: shuffled, choices: SYNC, expected: (files) => ({ kept: files }) },
  'both sides without order': { src: shuffled, dst: shuffled, choices: SYNC, expected: (files) => ({ kept: files }) },
  'order by size': {
    src: full,
    dst: () => NOTHING,
    choices: { ...SYNC, order: { by: 'size', direction: 'descending' } },
    expected: (files) => ({ copied: files }),
  },
  'all renamed': { src: elsewhere, dst: full, choices: { ...SYNC, trackRenames: ['hash'] }, expected: () => ({ copied: 0, deleted: 0 }) },
}
