import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { run } from '../harness/program.js'
import { hasRclone } from '../harness/rclone.js'
import { readTree } from '../harness/tree.js'
import { newUser } from '../harness/user.js'

/** By path: where it leads, what the server calls the file, or how much less comes than was promised. */
const ANSWERS: Readonly<Record<string, { status?: number; location?: string; disposition?: string; missing?: number }>> = {
  '/a/plain.txt': {},
  '/redirected': { status: 302, location: '/deep/f%20name.txt?x=1' },
  '/deep/f%20name.txt?x=1': {},
  '/named': { disposition: 'attachment; filename="from server.txt"' },
  '/evil': { disposition: 'attachment; filename="../../evil.txt"' },
  '/denied': { status: 403 },
  '/short': { missing: 5 },
}

const answer: RequestListener = ({ url = '' }, response) => {
  const { status = 200, location, disposition, missing = 0 } = ANSWERS[url] ?? { status: 404 }
  const body = Buffer.from(`body of ${url}\n`)
  response.writeHead(status, {
    'content-length': body.length + missing,
    'last-modified': 'Tue, 27 Nov 2012 18:15:05 GMT',
    ...(location !== undefined && { location }),
    ...(disposition !== undefined && { 'content-disposition': disposition }),
  })
  response.write(body)
  if (missing === 0) response.end()
  else setTimeout(() => response.destroy(), 50)
}

async function serve(): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const CASES: readonly (readonly string[])[] = [
  ['URL/a/plain.txt', 'to/new'],
  ['URL/a/plain.txt', 'to/old'],
  ['URL/a/plain.txt', 'to/old', '--no-clobber'],
  ['URL/a/plain.txt', 'to', '--auto-filename', '--print-filename'],
  ['URL/redirected', 'to', '-a', '-p'],
  ['URL/named', 'to', '-a', '--header-filename', '-p'],
  ['URL/named', 'to', '-a', '-p'],
  ['URL/evil', 'to', '-a', '--header-filename'],
  ['URL/a/', 'to', '-a'],
  ['URL/a/plain.txt', '-'],
  ['URL/a/plain.txt', '--stdout'],
  ['URL/denied', 'to/old'],
  ['URL/a/plain.txt', 'to/'],
  ['URL/a/plain.txt'],
]

describe.runIf(hasRclone)('copyurl, as rclone', () => {
  test('writes, names and prints the same', async () => {
    const user = newUser()
    const url = await serve()
    const start = join(user.folder, 'start/to')
    mkdirSync(start, { recursive: true })
    writeFileSync(join(start, 'old'), 'old')
    const [program, ...words] = user.program
    for (const [number, line] of CASES.entries()) {
      const args = line.map((word) => word.replace(/^URL/, url))
      const [ours, theirs] = await Promise.all(
        [
          [program, ...words, 'copyurl', ...args],
          ['rclone', '--retries=1', '--low-level-retries=1', 'copyurl', ...args],
        ].map(async ([first = '', ...rest], side) => {
          const cwd = join(user.folder, `case ${number} ${side}`)
          cpSync(join(user.folder, 'start'), cwd, { recursive: true, preserveTimestamps: true })
          const { code, stdout, stderr } = await run(first, rest, { env: user.env, cwd })
          return { result: { isGood: code === 0, stdout, tree: readTree(cwd) }, stderr }
        }),
      )
      expect(ours?.result, `${line.join(' ')}\n${ours?.stderr}\n${theirs?.stderr}`).toEqual(theirs?.result)
    }
  })

  test('a download that is cut off leaves the old file, which rclone deletes', async () => {
    const user = newUser()
    writeFileSync(join(user.folder, 'old'), 'old')
    const { code, stderr } = await user.tranship('copyurl', `${await serve()}/short`, 'old')
    expect(code, stderr).not.toBe(0)
    expect(readdirSync(user.folder)).toEqual(['old'])
    expect(readFileSync(join(user.folder, 'old'), 'utf8')).toBe('old')
  })
})
