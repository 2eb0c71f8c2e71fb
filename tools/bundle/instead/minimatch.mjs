import { matchesGlob } from 'node:path'

/** In the place of the package `minimatch`, of which oclif uses this at each start, nearly always with plain names. */
export const minimatch = (name, pattern) => name === pattern || (/[*?[{!(]/.test(pattern) && matchesGlob(name, pattern))
