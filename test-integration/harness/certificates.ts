import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'

/** A certificate and its key, as files and as PEM texts. */
interface Certificate {
  readonly file: string
  readonly keyFile: string
  readonly certificate: string
  readonly key: string
}

/** An authority that nobody trusts yet. */
export interface Authority extends Certificate {
  /** A certificate of a server of this name, or of a program. */
  sign(name: string): Certificate
}

/** Made by OpenSSL; good for a day. */
export function newAuthority(): Authority {
  const folder = mkdtempSync(join(inject('scratch'), 'authority-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...key, '-days', '1', '-subj', '/CN=test authority', '-keyout', 'ca.key', '-out', 'ca.pem')
  const read = (name: string): Certificate => {
    const [file, keyFile] = [join(folder, `${name}.pem`), join(folder, `${name}.key`)]
    return { file, keyFile, certificate: readFileSync(file, 'utf8'), key: readFileSync(keyFile, 'utf8') }
  }
  return {
    ...read('ca'),
    sign: (name) => {
      writeFileSync(join(folder, `${name}.cnf`), `subjectAltName=DNS:${name}\n`)
      openssl('req', ...key, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`)
      const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '1', '-extfile', `${name}.cnf`]
      openssl('x509', '-req', '-in', `${name}.csr`, ...signing, '-out', `${name}.pem`)
      return read(name)
    },
  }
}
