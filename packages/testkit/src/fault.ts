/** What may go wrong between a backend and its service, at one request. */
export type Fault =
  /** Answered at once with this status, and the seconds after which to come again; the service does not hear of it. */
  | { readonly answer: 429 | 503; readonly retryAfter?: string }
  /** The connection is reset when this many bytes of the request's body have come. */
  | { readonly resetAfter: number }
  /** The byte at this position of the request's body reaches the service as another one. */
  | { readonly corruptRequest: number }
  /** The service does what it is asked to, and the connection breaks instead of its answer. */
  | { readonly lose: true }
  /** The request reaches nobody and is never answered. */
  | { readonly hold: true }
  /** The request is held up for so many milliseconds. */
  | { readonly delay: number }
  /** The connection breaks after this many bytes of the answer's body. */
  | { readonly cutAfter: number }
  /** Nothing more comes after this many bytes of the answer's body, and the connection stays. */
  | { readonly stallAfter: number }
  /** The byte at this position of the answer's body comes as another one. */
  | { readonly corruptAnswer: number }

/** Whether a request whose body has so many bytes can meet this fault before there is an answer. */
export function strikesRequest(fault: Fault, bytes: number): boolean {
  if ('resetAfter' in fault) return bytes >= fault.resetAfter
  if ('corruptRequest' in fault) return bytes > fault.corruptRequest
  return 'answer' in fault || 'lose' in fault || 'hold' in fault || 'delay' in fault
}

/** Whether an answer whose body has so many bytes can meet this fault. */
export function strikesAnswer(fault: Fault, bytes: number): boolean {
  if ('cutAfter' in fault) return bytes > fault.cutAfter
  if ('stallAfter' in fault) return bytes > fault.stallAfter
  return 'corruptAnswer' in fault && bytes > fault.corruptAnswer
}
