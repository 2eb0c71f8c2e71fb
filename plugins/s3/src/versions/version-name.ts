/** How rclone writes the time of a version into a name, so that both tools show the same names. */
const MARK = /-v(\d{4})-(\d\d)-(\d\d)-(\d\d)(\d\d)(\d\d)-(\d{3})$/

/** A key with the time of its version before the extension: "notes-v2026-01-31-235959-123.txt". */
export function versionedName(key: string, time: Date): string {
  const { stem, extension } = split(key)
  const [date = '', clock = ''] = time.toISOString().slice(0, -1).split('T')
  return `${stem}-v${date}-${clock.replaceAll(':', '').replace('.', '-')}${extension}`
}

/** The key whose version a name shows; undefined for a name that shows none. */
export function keyOfVersion(name: string): string | undefined {
  const { stem, extension } = split(name)
  const mark = MARK.exec(stem)
  return mark === null ? undefined : `${stem.slice(0, mark.index)}${extension}`
}

function split(key: string): { readonly stem: string; readonly extension: string } {
  const dot = key.lastIndexOf('.')
  if (dot <= key.lastIndexOf('/')) return { stem: key, extension: '' }
  return { stem: key.slice(0, dot), extension: key.slice(dot) }
}
