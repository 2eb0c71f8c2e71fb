import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Makes `folder` hold exactly these files of esbuild's and says whether anything was not so before. What has not changed is not touched. */
export function writeChanged(folder, outputFiles) {
  mkdirSync(folder, { recursive: true })
  const changed = outputFiles.filter(({ path, text }) => text !== readText(path))
  for (const { path, text } of changed) replaceFile(path, text)
  const stale = filesIn(folder).filter((path) => outputFiles.every((file) => file.path !== path))
  for (const path of stale) rmSync(path, { force: true })
  return changed.length + stale.length > 0
}

/** In one step: a program that is starting meanwhile sees the old file or the new one. */
export function replaceFile(path, text) {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}.tmp`
  writeFileSync(temporary, text)
  renameSync(temporary, path)
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
