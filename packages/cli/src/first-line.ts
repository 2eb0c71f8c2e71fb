/** The argument; for "-" the first line of standard input, or where that gives nothing the hyphen itself. */
export async function givenOrFirstLine(argument: string, signal: AbortSignal): Promise<string> {
  if (argument !== '-') return argument
  const { readInput } = await import('./standard-input.js')
  const chunks: Uint8Array[] = []
  for await (const chunk of readInput(signal)) {
    chunks.push(chunk)
    if (chunk.includes(LINE_FEED)) break
  }
  const [line = ''] = Buffer.concat(chunks).toString().split(/\r?\n/)
  return line === '' ? argument : line
}

const LINE_FEED = 0x0a
