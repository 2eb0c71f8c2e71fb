import { readFileSync } from 'node:fs'
import { createFixedLimiter, parseOptions, plainContext } from '@tranship/core'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpsProxy } from '../../../../test-integration/doubles/https-proxy.js'
import { startDouble } from '../../test/double/server.js'
import dropbox, { OPTIONS } from '../index.js'

test('a person is told who is logged in, and can end that', async () => {
  const double = await startDouble()
  const proxy = await startHttpsProxy({ 'api.dropboxapi.com': double.url })
  onTestFinished(() => {
    proxy.close()
    double.close()
    expect([double.violations, proxy.refused]).toEqual([[], []])
  })
  const context = plainContext(createFixedLimiter({ uploads: 1, requests: 1 }), {
    remote: 'work',
    http: {
      connectTimeout: 60_000,
      idleTimeout: 60_000,
      userAgent: 'test',
      proxy: { https: proxy.url },
      certificateAuthorities: [readFileSync(proxy.caFile, 'utf8')],
    },
  })
  const options = parseOptions(OPTIONS, { token: double.tokens.text(), client_id: 'app' }, 'work')
  expect(await dropbox.userInfo?.(options, context)).toMatchObject({ Email: 'franz@example.com', 'Root namespace': '3235641' })
  await dropbox.disconnect?.(options, context)
  expect(double.tokens.isValid(`Bearer ${JSON.parse(options.token ?? '').access_token}`)).toBe(false)
})
