// Loaded by `node --import`: writes the address of each module that is loaded, a line each, into the file that $MODULES_FILE names.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(process.env.MODULES_FILE, `${url}\n`)
    return nextLoad(url, context)
  },
})
