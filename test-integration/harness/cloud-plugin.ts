import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { User } from './user.js'

const CORE = join(import.meta.dirname, '../../packages/core')

/** The module of a backend that is behind the log-in of a provider of OAuth, and opens nothing. */
const MODULE = (provider: string) => `import { authorizeByCode, parseToken } from '@tranship/core/backend'

const provider = { authorizationUrl: '${provider}/agree', tokenUrl: '${provider}/token', clientId: 'ID', scopes: ['files'] }

export default {
  contract: 1,
  type: 'cloud',
  prefix: 'cloud',
  description: 'Behind a log-in',
  options: {
    client_id: { type: 'string', help: 'Client id.' },
    pass: { type: 'string', help: 'Password.', secret: 'obscured', advanced: true },
    token: { type: 'string', help: 'Token.', secret: 'plain', advanced: true },
  },
  open: () => Promise.reject(new Error('there is nothing to open')),
  authorize: async ({ client_id }, io, context) => ({
    token: JSON.stringify(await authorizeByCode({ ...provider, clientId: client_id ?? 'ID' }, io, context)),
  }),
  userInfo: async ({ token, pass = 'none' }, { remote }) => ({ Name: parseToken(token, remote).access_token, 'Secret length': String(pass.length) }),
}
`

/** A browser in which the person agrees at once: it follows the link that it is given. */
const BROWSER = `#!/usr/bin/env node
fetch(process.argv[2]).then((page) => page.text())
`

/** Links a plugin for the user, as \`tranship plugins link\` does; gives the environment in which it and a browser are there. */
export function linkCloudPlugin(user: User, provider: string): NodeJS.ProcessEnv {
  const place = join(user.folder, '..')
  const root = join(place, 'tranship-plugin-cloud')
  const data = join(place, 'data')
  write(join(root, 'node_modules/@tranship/.keep'), '')
  symlinkSync(CORE, join(root, 'node_modules/@tranship/core'))
  write(join(root, 'index.js'), MODULE(provider))
  const backend = { type: 'cloud', prefix: 'cloud', description: 'Behind a log-in', module: './index.js' }
  const manifest = { name: 'tranship-plugin-cloud', version: '1.0.0', type: 'module', exports: './index.js', oclif: {} }
  write(join(root, 'package.json'), JSON.stringify({ ...manifest, tranship: { contract: 1, backends: [backend] } }))
  write(join(data, 'package.json'), JSON.stringify({ oclif: { schema: 1, plugins: [{ name: manifest.name, type: 'link', root }] } }))
  const browser = join(place, 'browser.mjs')
  write(browser, BROWSER)
  chmodSync(browser, 0o755)
  return { TRANSHIP_DATA_DIR: data, BROWSER: browser, PATH: `${dirname(process.execPath)}:${user.env.PATH}` }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
