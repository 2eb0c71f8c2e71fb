/** Writes bytes to a stream; each write waits until the chunk is no longer needed. */
export function createByteOutput(stream: NodeJS.WritableStream): (chunk: Uint8Array) => Promise<void> {
  return (chunk) =>
    new Promise((resolve, reject) => {
      stream.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
}

/** Whether a write failed because nobody reads any more, as when the output goes to `head`. */
export function isReaderGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE'
}
