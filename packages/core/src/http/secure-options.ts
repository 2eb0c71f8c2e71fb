import { getCACertificates } from 'node:tls'
import type { HttpSettings } from '../backend/context.js'

/** How TLS is spoken, in the words of Node's `tls.connect`. */
export interface SecureOptions {
  readonly ca?: string[]
  readonly cert?: string
  readonly key?: string
  readonly passphrase?: string
  readonly rejectUnauthorized?: false
}

/** What the settings say of TLS. Nothing where they say nothing of it. */
export function secureOptions({
  certificateAuthorities = [],
  clientCertificate,
  verifiesCertificates = true,
}: HttpSettings): SecureOptions {
  const { certificate, key, passphrase } = clientCertificate ?? {}
  return {
    ...(certificateAuthorities.length > 0 && { ca: [...getCACertificates('default'), ...certificateAuthorities] }),
    ...(certificate !== undefined && { cert: certificate }),
    ...(key !== undefined && { key }),
    ...(passphrase !== undefined && { passphrase }),
    ...(!verifiesCertificates && { rejectUnauthorized: false }),
  }
}
