#!/usr/bin/env node
// A reader that has seen enough, as `| head`, is no error.
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

// Compiled code is kept in the user's own cache: the default, a directory of /tmp, is open to others.
const { enableCompileCache } = await import('node:module')
const { homedir } = await import('node:os')
const { join } = await import('node:path')
enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'tranship', 'compiled'))

const { main } = await import('../dist/main.js')
await main(import.meta.url)
