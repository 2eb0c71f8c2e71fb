import { delimiter } from 'node:path'
import { inject } from 'vitest'

/** The tests that run `rclone` find the newest one first. Where the two disagree, random cases may do as Debian's does. */
const directory = inject('newestRclone')
if (directory !== undefined) {
  process.env.TRANSHIP_TEST_OLDER_PATH = process.env.PATH
  process.env.PATH = `${directory}${delimiter}${process.env.PATH}`
}
