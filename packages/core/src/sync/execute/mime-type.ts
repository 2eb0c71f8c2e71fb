import { type FsPath, nameOf } from '../../fs/path.js'

/** The mime type that a file's extension stands for; of an unknown one `application/octet-stream`. */
export async function mimeTypeOf(path: FsPath): Promise<string> {
  const { default: mime } = await import('mime')
  return mime.getType(nameOf(path)) ?? 'application/octet-stream'
}
