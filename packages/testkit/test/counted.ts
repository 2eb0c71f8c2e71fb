import { type Fs, intercept } from '@tranship/core'

/** The same Fs, and how many requests it would be if each call, each page and each body were one. */
export function countedFs(fs: Fs): { readonly fs: Fs; requests(): number } {
  let requests = 0
  const pages = async function* <T>(stream: AsyncIterable<T>, isListing: boolean): AsyncIterable<T> {
    if (!isListing) requests++
    for await (const each of stream) {
      if (isListing) requests++
      yield each
    }
  }
  return {
    requests: () => requests,
    fs: intercept(fs, {
      call: (_operation, run) => {
        requests++
        return run()
      },
      stream: ({ method }, run) => pages(run(), method === 'list' || method === 'listAll'),
    }),
  }
}
