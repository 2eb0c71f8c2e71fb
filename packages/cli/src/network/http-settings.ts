import { readFileSync } from 'node:fs'
import { ConfigError, type ExtraHeaders, type HttpSettings, reveal } from '@tranship/core'
import type { NetworkFlags } from './network-flags.js'
import { type Environment, proxiesFrom } from './proxies.js'

/** How services are reached, as flags and environment say. Reads the files that are named. Throws what is wrong with them. */
export async function httpSettingsFrom(flags: NetworkFlags, environment: Environment, agent: string): Promise<HttpSettings> {
  const proxy = proxiesFrom(flags['http-proxy'], environment)
  const headers = headersFrom(flags)
  const clientCertificate = clientCertificateFrom(flags)
  const localAddress = flags.bind === undefined ? undefined : await addressOf(flags.bind)
  return {
    connectTimeout: limit(flags.contimeout, 60_000),
    idleTimeout: limit(flags.timeout, 300_000),
    userAgent: flags['user-agent'] ?? agent,
    ...(flags['ca-cert'] !== undefined && { certificateAuthorities: flags['ca-cert'].map((file) => pemOf('ca-cert', file)) }),
    ...(clientCertificate && { clientCertificate }),
    ...(flags['no-check-certificate'] && { verifiesCertificates: false }),
    ...(proxy && { proxy }),
    ...(localAddress !== undefined && { localAddress }),
    ...(flags['disable-http-keep-alives'] && { keepsConnections: false }),
    ...(headers && { headers }),
  }
}

/** "off" is no limit. */
function limit(milliseconds: number | undefined, otherwise: number): number {
  return Number.isFinite(milliseconds ?? otherwise) ? Math.max(0, milliseconds ?? otherwise) : 0
}

function clientCertificateFrom(flags: NetworkFlags): HttpSettings['clientCertificate'] {
  const { 'client-cert': certificate, 'client-key': key, 'client-pass': password } = flags
  if (certificate === undefined && key === undefined) return undefined
  if (certificate === undefined || key === undefined) throw new ConfigError('--client-cert and --client-key go together: give both')
  return {
    certificate: pemOf('client-cert', certificate),
    key: pemOf('client-key', key),
    ...(password !== undefined && { passphrase: reveal(password) }),
  }
}

function pemOf(flag: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`--${flag}: the file cannot be read: ${(error as Error).message}`, { cause: error })
  }
  if (!text.includes('-----BEGIN ')) throw new ConfigError(`--${flag}: ${file} holds nothing in PEM form`)
  return text
}

async function addressOf(text: string): Promise<string> {
  const { isIP } = await import('node:net')
  if (isIP(text) !== 0) return text
  const { lookup } = await import('node:dns/promises')
  try {
    return (await lookup(text)).address
  } catch (error) {
    throw new ConfigError(`--bind: there is no address of the name ${JSON.stringify(text)}`, { cause: error })
  }
}

function headersFrom(flags: NetworkFlags): ExtraHeaders | undefined {
  const kinds = { always: 'header', upload: 'header-upload', download: 'header-download' } as const
  const given = Object.entries(kinds).flatMap(([kind, flag]) => {
    const lines = flags[flag]
    return lines === undefined ? [] : [[kind, Object.fromEntries(lines.map((line) => header(flag, line)))]]
  })
  return given.length === 0 ? undefined : Object.fromEntries(given)
}

/** The name in lower case, and the value. What is wrong is told without the value: it may be a secret. */
function header(flag: string, line: string): readonly [string, string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+)\s*:\s*(.*?)\s*$/s.exec(line) ?? []
  if (name === undefined || value === undefined) throw new ConfigError(`--${flag}: this is no header: write "Name: value"`)
  if (/[^\t\x20-\x7e\u0080-\uffff]/.test(value)) throw new ConfigError(`--${flag}: the value of ${name} holds a control character`)
  return [name.toLowerCase(), value]
}
