import { createHash, randomBytes } from 'node:crypto'
import { ConfigError } from '@tranship/core'

/**
 * rclone's encrypted config file: a comment, the line RCLONE_ENCRYPT_V0: and, in base64, 24 bytes of nonce with what NaCl's
 * secretbox makes of the text. The key is the SHA-256 of the password, in Unicode's form NFKC, between brackets.
 */
const MARK = 'RCLONE_ENCRYPT_V0:'
const NONCE_BYTES = 24
const TAG_BYTES = 16

/** Whether the text of a config file is encrypted, in this or another version of the format. */
export function isEncrypted(text: string): boolean {
  return firstLine(text)?.startsWith('RCLONE_ENCRYPT_V') === true
}

/** The text of the file that holds `config` encrypted; another one each time. */
export async function encryptConfig(config: string, password: string): Promise<string> {
  const { secretbox } = await import('@noble/ciphers/salsa.js')
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = secretbox(keyOf(password), nonce).seal(new TextEncoder().encode(config))
  return `# Encrypted rclone configuration File\n\n${MARK}\n${Buffer.concat([nonce, sealed]).toString('base64')}`
}

/** The text that an encrypted file holds; undefined if this is not its password. Throws a ConfigError for a file that no password opens. */
export async function decryptConfig(text: string, password: string): Promise<string | undefined> {
  const line = firstLine(text) ?? ''
  if (line !== MARK) throw new ConfigError(`this config file is encrypted in a way that is not known here: ${line}`)
  const bytes = Buffer.from(text.slice(text.indexOf(MARK) + MARK.length), 'base64')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new ConfigError('this config file is encrypted, and is not whole')
  const { secretbox } = await import('@noble/ciphers/salsa.js')
  const box = secretbox(keyOf(password), bytes.subarray(0, NONCE_BYTES))
  let plain: Uint8Array
  try {
    plain = box.open(bytes.subarray(NONCE_BYTES))
  } catch {
    return undefined
  }
  return decodeText(plain)
}

/** The text of a config file. Throws for what is not UTF-8. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

function keyOf(password: string): Uint8Array {
  return createHash('sha256')
    .update(`[${password.normalize('NFKC')}][rclone-config]`)
    .digest()
}

/** The first line that says anything. */
function firstLine(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('#') && !line.startsWith(';'))
}
