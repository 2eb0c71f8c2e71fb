/** JSON as a header can carry it: all beyond the printable characters of ASCII is escaped. */
export function headerJson(value: object): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
