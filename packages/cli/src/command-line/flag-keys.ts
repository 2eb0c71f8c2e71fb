/** Names that rclone's own keys have for flags, where they are not the flag's with underscores. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  bind_addr: 'bind',
  connect_timeout: 'contimeout',
  download_headers: 'header-download',
  headers: 'header',
  no_gzip: 'no-gzip-encoding',
  traffic_class: 'dscp',
  upload_headers: 'header-upload',
  use_server_mod_time: 'use-server-modtime',
}

/** Flags that a remote says, by their names: of `override.low_level_retries = 3` "low-level-retries" is 3. */
export function flagsOfRemote(
  scope: 'override' | 'global',
  texts: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, { readonly key: string; readonly text: string }> {
  const start = `${scope}.`
  return new Map(
    Object.entries(texts).flatMap(([key, text]) => {
      if (!text || !key.startsWith(start)) return []
      const name = key.slice(start.length)
      return [[Object.hasOwn(OTHER_NAMES, name) ? (OTHER_NAMES[name] ?? '') : name.replaceAll('_', '-'), { key, text }] as const]
    }),
  )
}

/** Whether a key of a remote says a flag, not an option of its backend. */
export function saysFlag(key: string): boolean {
  return /^(?:override|global)\./.test(key)
}
