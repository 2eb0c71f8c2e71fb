import { ConfigError, type FsPath, pathProblem, type SyncEvent } from '@tranship/core'

/** The line of --failed-to for an event that is a failure. */
export function failedLine(event: SyncEvent): string | undefined {
  if (event.type !== 'failed') return undefined
  const { path, error } = event
  return JSON.stringify({ path, kind: error.kind, message: error.message, temporary: error.temporary })
}

/** The paths that a file of such lines names. */
export function failedPaths(text: string, file: string): readonly FsPath[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return lines.map((line, index) => pathOf(line) ?? refuse(`--retry-from ${file}: line ${index + 1} has no path: ${line}`))
}

function pathOf(line: string): FsPath | undefined {
  try {
    const { path } = JSON.parse(line) as { path?: unknown }
    return typeof path === 'string' && pathProblem(path) === undefined ? (path as FsPath) : undefined
  } catch {
    return undefined
  }
}

function refuse(message: string): never {
  throw new ConfigError(message)
}
