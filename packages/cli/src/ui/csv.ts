/** One row of CSV, quoted where Go's encoder quotes. */
export function csvRow(fields: readonly string[], separator: string): string {
  return fields.map((field) => (needsQuotes(field, separator) ? `"${field.replaceAll('"', '""')}"` : field)).join(separator)
}

function needsQuotes(field: string, separator: string): boolean {
  return field === '\\.' || field.includes(separator) || /["\r\n]|^\s/u.test(field)
}

/** The rows of a CSV text (RFC 4180). Empty lines are none; a quote that is not closed ends with the text. */
export function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"?|([^,\r\n]*))(,|\r?\n|\r|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (row.length > 1 || row[0] !== '') rows.push(row)
    row = []
  }
  return rows
}
