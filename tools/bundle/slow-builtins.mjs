/** Functions of Node's own modules that are used here and take milliseconds to load. */
const slow = {
  'node:child_process': ['execFile', 'execSync', 'spawn'],
  'node:crypto': [
    'createCipheriv',
    'createDecipheriv',
    'createHash',
    'createHmac',
    'createSecretKey',
    'hash',
    'randomBytes',
    'randomUUID',
    'sign',
  ],
  'node:readline': ['createInterface'],
  'node:tls': ['getCACertificates'],
  'node:zlib': ['crc32', 'createGunzip'],
}

/**
 * esbuild plugin: those functions load their module when they are first called. An import of another name from these modules
 * fails the build: it goes into the table.
 */
export const slowBuiltins = {
  name: 'slow-builtins',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) => {
      return path in slow && kind === 'import-statement' ? { path, namespace: 'slow-builtin', sideEffects: false } : undefined
    })
    onLoad({ filter: /^/, namespace: 'slow-builtin' }, ({ path }) => ({
      contents: slow[path].map((name) => wrapper(path, name)).join('\n'),
    }))
  },
}

const wrapper = (module, name) => `export const ${name} = (...args) => process.getBuiltinModule('${module}').${name}(...args)`
