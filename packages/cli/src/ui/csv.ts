/** One row of CSV, quoted where Go's encoder quotes. */
export function csvRow(fields: readonly string[], separator: string): string {
  return fields.map((field) => (needsQuotes(field, separator) ? `"${field.replaceAll('"', '""')}"` : field)).join(separator)
}

function needsQuotes(field: string, separator: string): boolean {
  return field === '\\.' || field.includes(separator) || /["\r\n]|^\s/u.test(field)
}
