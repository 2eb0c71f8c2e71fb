/** Where no directories can be derived: a slash or `**` in braces, braces in braces, an expression. */
const OPAQUE = /\{[^{}]*(?:\*\*|\/)[^{}]*\}|\{\{|\}\}|\{[^{}]*\{/

/** Every directory. */
const EVERYWHERE = '/**'

/**
 * The directories that may hold what a glob matches, as globs that end in "/" and are matched with a directory's path and
 * a "/"; the deepest first. `/` is the root.
 */
export function directoriesOf(glob: string): readonly string[] {
  if (OPAQUE.test(glob)) return [EVERYWHERE]
  const directories: string[] = []
  let left = glob.replace(/\/{2,}/g, '/')
  for (;;) {
    const slash = left.lastIndexOf('/')
    const stars = left.lastIndexOf('**')
    const at = Math.max(slash, stars)
    if (at < 0) break
    left = left.slice(0, at)
    const directory = `${left}${stars > slash ? '**' : ''}/`
    if (directories.at(-1) !== directory) directories.push(directory)
  }
  return directories.length === 0 ? [EVERYWHERE] : directories
}
