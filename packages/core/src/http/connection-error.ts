import { FsError, isFsError } from '../fs/error.js'
import { type HttpRequest, pathOf } from './client.js'

/** The codes of Node for a connection that failed, which may work the next time. */
const PASSING =
  /^(?:E(?:CONN(?:REFUSED|RESET|ABORTED)|TIMEDOUT|PIPE|HOSTUNREACH|NETUNREACH|AI_AGAIN|PROTO)|ERR_STREAM_PREMATURE_CLOSE|ABORT_ERR|HPE_(?!HEADER_OVERFLOW)\w+)$/

/** Of a certificate that this machine does not trust. */
const UNTRUSTED = /^(?:CERT_\w+|ERR_TLS_CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/

/** Why no answer came, or not all of it, as an FsError. One that is an FsError already stays as it is. */
export function connectionError(error: unknown, request: HttpRequest): FsError {
  if (isFsError(error)) return error
  const { host } = new URL(request.origin)
  const { code = '', message = String(error) } = error as { readonly code?: string; readonly message?: string }
  const details = { ...pathOf(request), cause: error }
  if (code === 'ENOTFOUND') return new FsError('unavailable', `there is no host ${host}`, { ...details, temporary: false })
  if (UNTRUSTED.test(code)) {
    const text = `the certificate of ${host} is not trusted: ${code}`
    return new FsError('unavailable', text, { ...details, temporary: false })
  }
  if (PASSING.test(code)) return new FsError('unavailable', `no answer from ${host}: ${code}`, details)
  return new FsError('unexpected', `the request to ${host} failed: ${message}`, details)
}
