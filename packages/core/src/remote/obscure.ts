import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { ConfigError } from '../backend/config-error.js'

/**
 * rclone's way to keep a password in its config file from being read over a shoulder: AES-256 in counter mode, with a key
 * that everybody knows. It hides nothing from whoever has the file. The text is the counter's start and the encrypted
 * bytes, in base64 for URLs without padding.
 */
const KEY = Buffer.from('9c935b48730a554d6bfd7c63c886a92bd390198eb8128afbf4de162b8b95f638', 'hex')
const CIPHER = 'aes-256-ctr'
const START_BYTES = 16

/** The obscured form of a text: another one each time, and never with a dash at its front, which a command would take for a flag. */
export function obscure(text: string): string {
  const start = startWithoutDash()
  const cipher = createCipheriv(CIPHER, KEY, start)
  return Buffer.concat([start, cipher.update(text, 'utf8'), cipher.final()]).toString('base64url')
}

function startWithoutDash(): Buffer {
  for (;;) {
    const start = randomBytes(START_BYTES)
    if (!start.toString('base64url').startsWith('-')) return start
  }
}

/** The inverse of `obscure`. Throws a ConfigError, which does not repeat the text, for what was not obscured. */
export function reveal(obscured: string): string {
  if (!isObscured(obscured)) throw new ConfigError('the password is not obscured: obscure it with `tranship obscure`')
  const bytes = Buffer.from(obscured, 'base64url')
  const decipher = createDecipheriv(CIPHER, KEY, bytes.subarray(0, START_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(START_BYTES)), decipher.final()]).toString('utf8')
}

/** Whether a text can be revealed. A plain one that happens to have the form can too, to something else. */
export function isObscured(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url')
  return /^[\w-]*$/.test(text) && bytes.toString('base64url') === text && bytes.length >= START_BYTES
}
