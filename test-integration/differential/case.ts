/** A file of a random tree. */
export interface File {
  readonly content: string
  /** Milliseconds before now. */
  readonly age: number
}

/** Files by path, and directories that hold nothing. */
export interface Tree {
  readonly files: Readonly<Record<string, File>>
  readonly directories: readonly string[]
}

/** A command line for both programs, and what it finds: plain data, so that it can be made smaller. */
export interface Case {
  readonly command: string
  /** What follows the command: `src` and `dst` are its places. */
  readonly words: readonly string[]
  /** `aside` and `other`, a copy of `src`, are further places. */
  readonly flags: readonly string[]
  /** Files that flags name: lists of rules and of files. */
  readonly lists: Readonly<Record<string, string>>
  readonly input?: string
  readonly src: Tree
  readonly dst: Tree
}

/** Commands that change something leave trees to be compared; all others print. */
export const CHANGING = new Set(['sync', 'copy', 'move', 'copyto', 'moveto', 'delete', 'deletefile', 'rmdirs', 'rcat', 'touch'])
