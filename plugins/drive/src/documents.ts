import { untilAborted } from '@tranship/core/backend'
import { jsonOf, type Session } from './client.js'
import { isDocument } from './file.js'

/** The types of the formats that Google's editors export. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  epub: 'application/epub+zip',
  html: 'text/html',
  jpg: 'image/jpeg',
  json: 'application/vnd.google-apps.script+json',
  md: 'text/markdown',
  odp: 'application/vnd.oasis.opendocument.presentation',
  ods: 'application/x-vnd.oasis.opendocument.spreadsheet',
  odt: 'application/vnd.oasis.opendocument.text',
  pdf: 'application/pdf',
  png: 'image/png',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  rtf: 'application/rtf',
  svg: 'image/svg+xml',
  tsv: 'text/tab-separated-values',
  txt: 'text/plain',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
}

/** How a document is downloaded. */
export interface Export {
  readonly extension: string
  readonly mimeType: string
}

/** What Drive exports each of its own types to. */
type ExportFormats = Readonly<Record<string, readonly string[]>>

/** The first of the wanted extensions that a document of this type can have; undefined: it cannot be exported to any. */
function firstFormat(mimeType: string, wanted: readonly string[], formats: ExportFormats): Export | undefined {
  const possible = formats[mimeType] ?? []
  const extension = wanted.find((each) => possible.includes(TYPES[each] ?? ''))
  return extension === undefined ? undefined : { extension, mimeType: TYPES[extension] ?? '' }
}

/** The names that a document shown by this name may have in Drive, without the extension of its export. */
export function namesOfDocument(name: string, wanted: readonly string[]): readonly string[] {
  return wanted
    .flatMap((extension) => (name.endsWith(`.${extension}`) ? [name.slice(0, -extension.length - 1)] : []))
    .filter((each) => each !== '')
}

/** Asks Drive what it exports, once, when the first document is seen. */
export interface Documents {
  /** Undefined: it is no document, or one that cannot be exported. */
  exportOf(mimeType: string, signal: AbortSignal): Promise<Export | undefined>
}

export function createDocuments(session: Session): Documents {
  let asked: Promise<ExportFormats> | undefined
  const ask = async (): Promise<ExportFormats> => {
    const reply = await session.steadyRequest({ method: 'GET', to: '/drive/v3/about', query: { fields: 'exportFormats' }, path: '' })
    return jsonOf<{ exportFormats?: ExportFormats }>(reply, '').exportFormats ?? {}
  }
  return {
    exportOf: async (mimeType, signal) => {
      if (!isDocument(mimeType)) return undefined
      asked ??= ask()
      asked.catch(() => {
        asked = undefined
      })
      return firstFormat(mimeType, session.settings.exportFormats, await untilAborted(asked, signal))
    },
  }
}
