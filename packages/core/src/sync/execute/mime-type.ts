import { type FsPath, nameOf } from '../../fs/path.js'

/** Imported once: to ask for it again takes as long as a tenth of a small transfer. */
let loading: Promise<typeof import('mime')> | undefined

/** The mime type that a file's extension stands for; of an unknown one `application/octet-stream`. A text is taken for UTF-8. */
export async function mimeTypeOf(path: FsPath): Promise<string> {
  loading ??= import('mime')
  const { default: mime } = await loading
  const type = mime.getType(nameOf(path)) ?? 'application/octet-stream'
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type
}
