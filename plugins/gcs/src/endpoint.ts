/** Where the JSON API is. */
export interface Endpoint {
  readonly origin: string
  /** The path that resources are below, without a slash at its end. */
  readonly base: string
  /** The path that uploads are below. */
  readonly uploadBase: string
}

const API = '/storage/v1'
const UPLOADS = '/upload/storage/v1'

/**
 * The endpoint of the option: host, port and perhaps a path; without a path the API is where Google has it. As with rclone, a path
 * of its own does not concern uploads. Undefined for a text that is none.
 */
export function endpointOf(text: string | undefined): Endpoint | undefined {
  const url = URL.parse(text === undefined ? 'https://storage.googleapis.com' : text.includes('://') ? text : `https://${text}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') return undefined
  const path = url.pathname.replace(/\/+$/, '')
  return { origin: url.origin, base: path === '' ? API : path, uploadBase: UPLOADS }
}
