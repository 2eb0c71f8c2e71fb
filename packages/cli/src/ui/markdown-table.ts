/** A table as Markdown, with its columns aligned; without rows nothing. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)))
  const [first = '', ...rest] = cells.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))))
  return [first, line(widths.map((width) => '-'.repeat(width))), ...rest].join('\n')
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
