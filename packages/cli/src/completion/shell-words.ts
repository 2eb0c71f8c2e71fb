/** The words of a line up to the cursor, as a POSIX shell splits them; the last is the one that is being typed, and may be empty. */
export function shellWords(line: string): readonly string[] {
  const words = ['']
  const add = (text: string) => {
    words[words.length - 1] += text
  }
  let quote = ''
  for (let at = 0; at < line.length; at++) {
    const letter = line[at] as string
    if (quote === "'" ? letter === "'" : quote !== '' && letter === quote) quote = ''
    else if (quote === "'") add(letter)
    else if (letter === '\\' && (quote === '' || /["\\$`]/.test(line[at + 1] ?? ''))) add(line[++at] ?? '')
    else if (quote === '' && (letter === "'" || letter === '"')) quote = letter
    else if (quote === '' && /\s/.test(letter)) {
      if (/\S/.test(line.slice(0, at))) words.push('')
    } else add(letter)
  }
  return words.filter((word, at) => word !== '' || at === words.length - 1)
}
