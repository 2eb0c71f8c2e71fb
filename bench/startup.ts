/** Prints what it costs to start the tool: `node bench/startup.ts [program]`, by default the one built here. */
import { fileURLToPath } from 'node:url'
import { startupCosts, startupTable } from './startup-cost.ts'

const program = process.argv[2] ?? fileURLToPath(new URL('../packages/cli/bin/run.js', import.meta.url))
console.log(startupTable(startupCosts(program, process.env)))
