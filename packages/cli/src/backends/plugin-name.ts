const pluginName = /^(@tranship\/plugin-|(@[a-z0-9~-][a-z0-9._~-]*\/)?tranship-plugin-)[a-z0-9._~-]+$/

/**
 * Why `tranship plugins install` must not fetch this, or nothing if it may.
 * `source` is a package name or a URL, whose last part is then the name; `version` a version, range or tag.
 */
export function refusal(source: string, version = 'latest'): string | undefined {
  const name = source.includes(':') ? lastPart(source) : source
  if (!pluginName.test(name)) {
    return (
      `"${source}" is not the name of a tranship plugin: those are called @tranship/plugin-<name> or tranship-plugin-<name>. ` +
      'To use a plugin from a directory: tranship plugins link <directory>'
    )
  }
  // npm reads "name@npm:other", "name@owner/repository" and "name@https://…" as another package in the place of `name`.
  if (/[:/]/.test(version)) return `"${version}" is not a version of ${name}`
  return undefined
}

/** `https://host/owner/tranship-plugin-foo.git#v1` → `tranship-plugin-foo`. */
function lastPart(url: string): string {
  const path = url.replace(/[?#].*$/, '').replace(/\/+$/, '')
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(git|tgz)$/, '')
}
