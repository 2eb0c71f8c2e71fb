import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Links each plugin of the workspace that the command line tool does not bring itself, as `tranship plugins link` would,
 * and returns the data directory that says so. Plugins that were installed into it by hand stay.
 */
export function linkPlugins(root) {
  const folder = join(root, 'plugins')
  const dataDirectory = join(root, '.tranship', 'data')
  const file = join(dataDirectory, 'package.json')
  const brought = readJson(join(root, 'packages/cli/package.json')).dependencies

  const before = existsSync(file) ? readFileSync(file, 'utf8') : '{}'
  const data = JSON.parse(before)
  const linked = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'package.json')))
    .map((name) => ({ name: readJson(join(folder, name, 'package.json')).name, type: 'link', root: join(folder, name) }))
    .filter((plugin) => !(plugin.name in brought))
  const installed = (data.oclif?.plugins ?? [])
    .filter(({ name }) => linked.every((plugin) => plugin.name !== name))
    .filter((plugin) => plugin.type !== 'link' || isForeignLink(plugin, folder))

  const after = `${JSON.stringify({ private: true, ...data, oclif: { schema: 1, plugins: [...installed, ...linked] } }, null, 2)}\n`
  if (after !== before) replaceFile(file, after)
  return dataDirectory
}

/** A link to a folder that is gone would print a warning on every command. */
function isForeignLink(plugin, folder) {
  return dirname(plugin.root) !== folder && existsSync(plugin.root)
}

function replaceFile(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))
