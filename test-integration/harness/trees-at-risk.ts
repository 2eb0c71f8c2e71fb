import { join } from 'node:path'
import { makeTree, readTree } from './tree.js'
import { newUser, type User } from './user.js'

/** A user with two directories: `source`, and `destination`, which has files that the source has not. */
export function newUserWithTrees(options?: Parameters<typeof newUser>[0]): User {
  const user = newUser(options)
  makeTree(join(user.folder, 'source'), { a: 'a', 'sub/b': 'b' })
  makeTree(join(user.folder, 'destination'), { extra: 'only here', 'sub/extra': 'only here' })
  return user
}

/** The files of a directory of a user. */
export const names = (user: User, directory: string): string[] => Object.keys(readTree(join(user.folder, directory)))

/** What `destination` has at first. */
export const UNTOUCHED = ['extra', 'sub/extra']
