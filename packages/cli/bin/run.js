#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// A reader that has seen enough, as `| head`, is no error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

// Compiled code is kept in the user's own cache: the default, a directory of /tmp, is open to others.
enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tranship', 'compiled'))

const { main } = await import('../dist/main.js')
await main(import.meta.url)
