#!/usr/bin/env node
import { enableCompileCache, registerHooks } from 'node:module'

// Plain JavaScript: with the cache on before the first TypeScript file, a warm start does not even load Node's type
// stripper (23 MB of memory, 40 ms).
enableCompileCache()
registerHooks({
  resolve(specifier, context, next) {
    // Our own imports name the file itself: there is nothing to search for (60 ms).
    if (/^\.\.?\/.*\.ts$/.test(specifier))
      return { url: new URL(specifier, context.parentURL).href, format: 'module-typescript', shortCircuit: true }
    // zod brings its messages along in sixty languages, of which nobody here is shown any (2 MB, 20 ms).
    if (specifier === '../locales/index.js' && context.parentURL?.includes('/node_modules/zod/'))
      return { url: 'data:text/javascript,', shortCircuit: true }
    return next(specifier, context)
  },
})
await import('./cli.ts')
