import { delimiter } from 'node:path'
import { inject } from 'vitest'

/** The tests that run `rclone` find the newest one first. */
const directory = inject('newestRclone')
if (directory !== undefined) process.env.PATH = `${directory}${delimiter}${process.env.PATH}`
