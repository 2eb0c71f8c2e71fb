/** Characters of a text that a message keeps. */
const LONGEST = 200

/** A text of a service, which may be HTML, fit for one line of a message; `otherwise` where it says nothing. */
export function spokenLine(text: string, otherwise = 'the service refused'): string {
  const line = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST)
  return line === '' ? otherwise : line.charAt(0).toLowerCase() + line.slice(1)
}
