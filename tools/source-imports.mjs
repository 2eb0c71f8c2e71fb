/** In a thread that tests start from a source: an import of "./x.js" finds ./x.ts, as the compiler and vitest read it. */
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, next) {
    const isOfSource = specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')
    return next(isOfSource ? specifier.replace(/js$/, 'ts') : specifier, context)
  },
})
