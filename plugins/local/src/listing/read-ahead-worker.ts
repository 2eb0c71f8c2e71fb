/** A worker thread that reads directories which a listing will come to. */
import { parentPort } from 'node:worker_threads'
import { readPlain } from './plain-directory.js'
import { type AheadAnswer, type AheadRequest, claim } from './read-ahead.js'

parentPort?.on('message', (request: AheadRequest) => {
  if (!claim(request)) return
  const content = readPlain(request.directory)
  const answer: AheadAnswer = { number: request.number, content }
  parentPort?.postMessage(answer, content === undefined ? [] : [content.sizes.buffer, content.times.buffer])
})
