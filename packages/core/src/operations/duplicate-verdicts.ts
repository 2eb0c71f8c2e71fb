import type { FsDirectory, FsObject } from '../fs/entry.js'
import type { CheckVerdict } from './verdict.js'

/** The verdicts on further files of a name, as they are noticed between pairs. */
export interface DuplicateVerdicts {
  /** Takes note of an entry of this side that another one stands for. */
  noted(side: 'src' | 'dst', entry: FsObject | FsDirectory): void
  /** The pages, each after the verdicts that were noted up to it; the last verdicts after them all. */
  between<Page>(pages: AsyncIterable<Page>): AsyncIterable<Page>
}

export function createDuplicateVerdicts(report: (verdict: CheckVerdict) => void | Promise<void>): DuplicateVerdicts {
  const waiting: CheckVerdict[] = []
  const tell = async () => {
    for (const verdict of waiting.splice(0)) await report(verdict)
  }
  return {
    noted: (side, { kind, path }) => {
      if (kind === 'object') waiting.push({ is: 'duplicate', path, side })
    },
    between: async function* (pages) {
      for await (const page of pages) {
        await tell()
        yield page
      }
      await tell()
    },
  }
}
