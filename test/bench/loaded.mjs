// Preloaded: writes the address of every module the program has loaded to the file named by BENCH_LOADED.
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const loaded = new Set()
registerHooks({
  load(url, context, next) {
    loaded.add(url)
    return next(url, context)
  },
})
process.on('exit', () => writeFileSync(process.env.BENCH_LOADED, [...loaded].join('\n')))
