import { type FileHandle, open } from 'node:fs/promises'
import { type Change, ConfigError, parsePlanLine, type SyncChoices } from '@tranship/core'

/** What a plan is about: its first line. */
export interface PlanHeader {
  readonly tranship: 'plan'
  readonly version: 1
  /** As they were given; not relative to where the plan is applied. */
  readonly source: string
  readonly destination: string
  /** The destination is the path of a single file. */
  readonly named: boolean
  readonly choices: SyncChoices
  readonly copyDest: readonly string[]
  readonly backupDir?: string
}

export function headerLine(header: PlanHeader): string {
  return JSON.stringify(header, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value))
}

export interface PlanFile {
  readonly header: PlanHeader
  changes(): AsyncIterable<readonly Change[]>
}

/** Reads a plan as it is needed: a large one is never whole in memory. */
export async function openPlanFile(path: string): Promise<PlanFile> {
  const [first] = await Array.fromAsync(linesOf(path, 1))
  return { header: parseHeader(first ?? '', path), changes: () => changesIn(path) }
}

const PAGE = 500

async function* changesIn(path: string): AsyncIterable<readonly Change[]> {
  let page: Change[] = []
  let number = 0
  for await (const line of linesOf(path)) {
    if (++number === 1 || line.trim() === '') continue
    page.push(changeIn(line, `${path}: line ${number}`))
    if (page.length < PAGE) continue
    yield page
    page = []
  }
  yield page
}

function changeIn(line: string, origin: string): Change {
  try {
    return parsePlanLine(line)
  } catch (error) {
    throw new ConfigError(`${origin}: ${(error as Error).message}`, { cause: error })
  }
}

function parseHeader(line: string, path: string): PlanHeader {
  let header: Partial<PlanHeader> | null
  try {
    header = JSON.parse(line, (_key, value: unknown) =>
      typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
    )
  } catch {
    header = null
  }
  if (header?.tranship !== 'plan') throw new ConfigError(`${path} is no plan: make one with \`tranship plan\``)
  if (header.version !== 1)
    throw new ConfigError(`${path} is a plan of version ${header.version}, which this version of tranship does not know`)
  if (typeof header.source !== 'string' || typeof header.destination !== 'string' || typeof header.choices !== 'object') {
    throw new ConfigError(`${path} does not say from where to where`)
  }
  return header as PlanHeader
}

async function* linesOf(path: string, most = Number.POSITIVE_INFINITY): AsyncIterable<string> {
  let file: FileHandle
  try {
    file = await open(path)
  } catch (error) {
    throw new ConfigError(`the plan cannot be read: ${(error as Error).message}`, { cause: error })
  }
  try {
    let told = 0
    for await (const line of file.readLines({ autoClose: false })) {
      yield line
      if (++told >= most) return
    }
  } finally {
    await file.close()
  }
}
