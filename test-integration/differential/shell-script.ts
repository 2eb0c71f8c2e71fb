import type { Case, Tree } from './case.js'

/** What a person types to see a case for themselves: the trees, then both command lines. */
export function shellScript({ command, words, flags, lists, input, src, dst }: Case): string {
  const line = [command, ...words, ...flags].map(quoted).join(' ')
  const fed = input === undefined ? '' : `printf %s ${quoted(input)} | `
  const made = [...treeLines('src', src), ...treeLines('dst', dst), ...treeLines('other', src)]
  const written = Object.entries(lists).map(([name, text]) => `printf %s ${quoted(text)} > ${quoted(name)}`)
  return [...made, ...written, `${fed}rclone --retries=1 ${line}`, `${fed}tranship ${line}`].join('\n')
}

function treeLines(root: string, { files, directories }: Tree): string[] {
  const made = directories.map((path) => `mkdir -p ${quoted(`${root}/${path}`)}`)
  const written = Object.entries(files).map(([path, { content, age }]) => {
    const file = quoted(`${root}/${path}`)
    return `install -D /dev/null ${file}; ${printed(content)} > ${file}; touch -d '${age} milliseconds ago' ${file}`
  })
  return [...made, ...written]
}

/** Long contents are one character again and again. */
function printed(content: string): string {
  const [first = ''] = content
  return content.length > 100 ? `head -c ${content.length} /dev/zero | tr '\\0' ${first}` : `printf %s ${quoted(content)}`
}

function quoted(text: string): string {
  if (/^[\w./=,:-]+$/.test(text)) return text
  return /[\p{Cc}]/u.test(text) ? `$'${text.replace(/['\\]/g, '\\$&').replace(/\p{Cc}/gu, escaped)}'` : `'${text.replaceAll("'", `'\\''`)}'`
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}
