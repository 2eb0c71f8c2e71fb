import type { AuthorizeIO } from '@tranship/core'
import type { Prompter } from '../wizard/prompter.js'
import { CALLBACK, type CallbackPlace, startCallbackServer } from './callback-server.js'

/** How a backend asks a person to log in on this machine. Without `open`, which opens a browser, the link is only printed. */
export function authorizeIO(
  prompter: Prompter,
  signal: AbortSignal,
  open: ((link: string) => void) | undefined,
  place: CallbackPlace = CALLBACK,
): AuthorizeIO {
  return {
    ask: (question) => prompter.ask(question),
    redirectUrl: `http://${place.host}:${place.port}/`,
    visit: async (url, state) => {
      const server = await startCallbackServer(url, state, signal, place)
      try {
        prompter.say(
          `${open === undefined ? 'Please go' : "If your browser doesn't open automatically go"} to the following link: ${server.link}`,
          'Log in and authorize tranship for access',
          'Waiting for code...',
        )
        open?.(server.link)
        const answer = await server.answer
        prompter.say('Got code')
        return answer
      } finally {
        server.close()
      }
    },
  }
}
