/** Runs one case in a process of its own and prints its peak memory: `node memory-case.ts <case> <files> <scratch directory>`. */
import { sync } from '@tranship/core'
import { keepMemoryLow, spareHelpers } from '../packages/cli/src/v8-settings.ts'
import { MEMORY_CASES } from './memory-cases.ts'
import { generatedFs } from './memory-fs.ts'

/** As the command line tool does. */
await spareHelpers()
await keepMemoryLow()

const [, , name = '', count = '', directory = ''] = process.argv
const files = Number(count)
const found = MEMORY_CASES[name]
if (found === undefined) throw new Error(`no case ${JSON.stringify(name)}`)

const [src, dst] = [generatedFs('src', found.src(files)), generatedFs('dst', found.dst(files))]
const began = performance.now()
const summary = await sync(src, dst, { deletes: true, compare: 'modTime', ...found.choices }, { scratch: { directory } })
for (const [field, expected] of Object.entries(found.expected(files))) {
  const actual = summary[field as keyof typeof summary]
  if (actual !== expected) throw new Error(`${name}: ${field} is ${String(actual)}, not ${String(expected)}`, { cause: summary.firstError })
}
/** Linux and macOS tell the peak in KiB. */
const mebibytes = process.resourceUsage().maxRSS / 1024
console.log(JSON.stringify({ mebibytes, seconds: (performance.now() - began) / 1000 }))
