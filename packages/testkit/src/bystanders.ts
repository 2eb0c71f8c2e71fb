import assert from 'node:assert/strict'
import { type Fs, type FsPath, fsPath, joinPath } from '@tranship/core'
import { pathsBelow, textAt, write } from './tree.js'

/** A directory whose neighbours must stay as they are. */
export interface Surrounded {
  readonly directory: FsPath
  /** Throws when something beside the directory has come, gone or changed. */
  check(): Promise<void>
}

/** Names that sort just before and after `name/`, or begin as it does. */
const neighbours = (name: string): readonly string[] => [`${name}!`, `${name}0/x`, `${name}${name}`, `other/${name}/x`]

/** An empty directory, or where directories are not real the place of one, among files whose names are like its own. */
export async function bystanders(fs: Fs, parent: FsPath, name: string): Promise<Surrounded> {
  const directory = joinPath(parent, name)
  const paths = neighbours(name).map((neighbour) => fsPath(`${parent}/${neighbour}`))
  for (const path of paths) await write(fs, path)
  if (fs.features.realDirectories) await fs.mkdir(directory)
  const outside = async (): Promise<readonly string[]> =>
    (await pathsBelow(fs)).filter((key) => key !== `${directory}/` && !key.startsWith(`${directory}/`))
  const before = await outside()
  return {
    directory,
    check: async () => {
      assert.deepEqual(await outside(), before, 'what lies outside of the root has changed')
      for (const path of paths) assert.equal(await textAt(fs, path), path, 'a file outside of the root has changed')
    },
  }
}
