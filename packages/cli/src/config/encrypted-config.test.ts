import { parseConfig, sectionOf } from '@tranship/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decryptConfig, encryptConfig, isEncrypted } from './encrypted-config.js'

/** As rclone 1.60.1 wrote it, with the password " pa ss ". */
const OF_RCLONE = `# Encrypted rclone configuration File

RCLONE_ENCRYPT_V0:
WLPSvmSkd7JrtG2gsPOE+tanGS/opPlTAgQmJUyNKXfdnmKsh7sTul0jOHxP++zWu5TFTHPrczB26UGdqQmKe48jPFygqj2K7BUdU4uVoUHZrql/z5eeo5hnB/R9dgPJXQIP+R9oFlNa/lqbIzTt88NW6lo7SIqBTeF/bv4OxEE42aeb2SJWS7KaOLqsaeJhsrWwXWx9l6KbkkiOvI1MJU8eQIWajIUMcVY9iRBab5KWhbtEqKq9BjEmVrKemWcSeSfywOP8hu/QqBm4zBbnYH1WXRS/8Q==`

test('what rclone encrypted is opened by its password alone', async () => {
  expect(isEncrypted(OF_RCLONE)).toBe(true)
  const config = parseConfig((await decryptConfig(OF_RCLONE, ' pa ss ')) ?? '')
  expect(sectionOf(config, 'w')).toEqual({ type: 's3', env_auth: 'true', region: '', bogus: 'us' })
  for (const wrong of ['pa ss', '', ' pa ss', 'PA SS']) expect(await decryptConfig(OF_RCLONE, wrong)).toBeUndefined()
})

test('any text comes back with the password, whichever of its spellings Unicode has is typed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), async (text, password) => {
      const sealed = await encryptConfig(text, password.normalize('NFC'))
      expect(isEncrypted(sealed)).toBe(true)
      expect(await decryptConfig(sealed.replaceAll('\n', '\r\n'), password.normalize('NFD'))).toBe(text)
    }),
    { numRuns: 50 },
  )
})

test('a changed byte is no password away', async () => {
  const at = OF_RCLONE.length - 20
  const changed = `${OF_RCLONE.slice(0, at)}${OF_RCLONE[at] === 'A' ? 'B' : 'A'}${OF_RCLONE.slice(at + 1)}`
  expect(await decryptConfig(changed, ' pa ss ')).toBeUndefined()
})

test.each([
  ['RCLONE_ENCRYPT_V1:\nAAAA', 'not known here: RCLONE_ENCRYPT_V1:'],
  ['RCLONE_ENCRYPT_V0:\nAAAA', 'not whole'],
])('%j says why it cannot be opened', async (text, reason) => {
  expect(isEncrypted(text)).toBe(true)
  await expect(decryptConfig(text, 'x')).rejects.toThrow(reason)
})

test.each(['', '[a]\n', '# RCLONE_ENCRYPT_V0:\n[a]\n', '[a]\nRCLONE_ENCRYPT_V0:\n'])('%j is not encrypted', (text) => {
  expect(isEncrypted(text)).toBe(false)
})
