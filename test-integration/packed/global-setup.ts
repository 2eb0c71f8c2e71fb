import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { run } from '../harness/program.js'
import { serveTarballs } from './registry.js'
import { userEnvironment } from './user-environment.js'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The installed program, and the registry that plugins come from. */
    packed: { readonly program: string; readonly registry: string }
  }
}

/** Packs what is published and installs the command line tool as a user would: into a prefix, from nothing. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'tranship-packed-'))
  const [tarballs, prefix, home] = ['tarballs', 'prefix', 'home'].map((name) => join(folder, name)) as [string, string, string]
  for (const path of [tarballs, prefix, home]) mkdirSync(path)
  const workspace = join(import.meta.dirname, '../..')

  const published = ['--filter', './packages/*', '--filter', './plugins/*']
  execFileSync('pnpm', [...published, 'pack', '--pack-destination', tarballs], { cwd: workspace, stdio: ['ignore', 'ignore', 'inherit'] })
  const registry = await serveTarballs(tarballs)
  const tool = readdirSync(tarballs).find((file) => /^tranship-\d/.test(file))
  if (!tool) throw new Error(`no package "tranship" was packed: ${readdirSync(tarballs)}`)
  const install = ['install', '--global', '--prefix', prefix, join(tarballs, tool)]
  const { code, stderr } = await run('npm', install, { env: userEnvironment(home, registry.url), cwd: folder, limit: 240_000 })
  if (code !== 0) throw new Error(`npm ${install.join(' ')} ended with ${code}:\n${stderr}`)

  project.provide('packed', { program: join(prefix, 'bin', 'tranship'), registry: registry.url })
  return () => {
    registry.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
