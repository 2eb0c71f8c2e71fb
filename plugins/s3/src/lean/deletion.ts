import type { Delete } from '@aws-sdk/client-s3'

/** The document that asks for the deletion of many keys; undefined where it names more than keys and versions, which is left to the SDK. */
export function deletion(wanted: Delete | undefined): Uint8Array | undefined {
  if (wanted?.Objects === undefined) return undefined
  let text = '<?xml version="1.0" encoding="UTF-8"?><Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
  for (const { Key = '', VersionId, ...more } of wanted.Objects) {
    if (Object.values(more).some((value) => value !== undefined)) return undefined
    text += `<Object><Key>${escaped(Key)}</Key>${VersionId === undefined ? '' : `<VersionId>${escaped(VersionId)}</VersionId>`}</Object>`
  }
  return Buffer.from(`${text}${wanted.Quiet ? '<Quiet>true</Quiet>' : ''}</Delete>`)
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character)
}
