import type { Limiter } from '@tranship/core'
import { type BackendContext, type Fs, openFs, parseOptions, plainContext } from '@tranship/core'
import { onTestFinished } from 'vitest'
import drive from '../src/index.js'
import { type DoubleOptions, type DriveDouble, startDriveDouble } from './double/server.js'

/** What a remote says of a double. */
export function optionsAt({ endpoint, tokens }: Pick<DriveDouble, 'endpoint' | 'tokens'>, more: Readonly<Record<string, string>> = {}) {
  const texts = {
    client_id: 'ID',
    client_secret: 'client-secret',
    token: tokens.config,
    endpoint,
    token_url: `${endpoint}/token`,
    auth_url: `${endpoint}/auth`,
    ...more,
  }
  return parseOptions(drive.options, texts, 'test')
}

/** A double that goes with the test. */
export async function double(options: DoubleOptions = {}): Promise<DriveDouble> {
  const started = await startDriveDouble(options)
  onTestFinished(() => started.close())
  return started
}

/** A drive with nothing between it and the double, which lets every request go at once. */
export async function opened(
  at: DriveDouble,
  more: Readonly<Record<string, string>> = {},
  changes: Partial<BackendContext> = {},
): Promise<Fs> {
  const fs = await drive.open(optionsAt(at, more), freeContext(changes))
  onTestFinished(() => fs.close?.())
  return fs
}

/** The same with core's retries. */
export function openedAsCore(at: Pick<DriveDouble, 'endpoint' | 'tokens'>, more: Readonly<Record<string, string>> = {}): Promise<Fs> {
  return openFs(drive, optionsAt(at, more))
}

export function freeContext(changes: Partial<BackendContext> = {}): BackendContext {
  const limiter: Limiter = {
    enter: async (_use, _bytes, signal) => {
      signal?.throwIfAborted()
      return { done: () => {}, refused: () => {}, failed: () => {} }
    },
  }
  return plainContext(limiter, changes)
}
