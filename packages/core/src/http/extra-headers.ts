import type { ExtraHeaders } from '../backend/context.js'

/** The headers of a request, with those that a person set besides. Of one that both have, the person's is sent. */
export function headersWith(
  own: Readonly<Record<string, string>>,
  extra: ExtraHeaders | undefined,
  content: 'upload' | 'download' | undefined,
): Readonly<Record<string, string>> {
  if (extra === undefined) return own
  const set = { ...extra.always, ...(content && extra[content]) }
  const kept = Object.entries(own).filter(([name]) => !Object.hasOwn(set, name.toLowerCase()))
  return { ...Object.fromEntries(kept), ...set }
}
