/**
 * Holds the arrows between the packages that are published (docs/architecture.md): what each may depend on, by its package.json,
 * and what its sources may import. Tests may import anything.
 *
 *   node tools/check-arrows.mjs [root]
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { dependencyProblems, importProblems } from './arrows.mjs'
import { importsOf } from './imports.mjs'

const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)))
const problems = ['packages', 'plugins'].flatMap((folder) => packagesIn(folder)).flatMap(problemsOf)

for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1

function packagesIn(folder) {
  return readdirSync(join(root, folder))
    .map((name) => `${folder}/${name}`)
    .filter((path) => existsSync(join(root, path, 'package.json')))
}

function problemsOf(path) {
  const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'))
  if (manifest.private) return []
  const sources = readdirSync(join(root, path, 'src'), { recursive: true })
    .filter((file) => /\.[cm]?tsx?$/.test(file) && !/\.test\.[cm]?tsx?$/.test(file))
    .map((file) => `src/${file}`)
  return [
    ...dependencyProblems(manifest).map((problem) => `${path}/package.json: ${problem}`),
    ...sources.flatMap((file) =>
      importProblems(manifest, file, importsOf(readFileSync(join(root, path, file), 'utf8'))).map(
        (problem) => `${path}/${file}: ${problem}`,
      ),
    ),
  ]
}
