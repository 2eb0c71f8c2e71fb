import { accountRoutes } from './routes/account.js'
import { fileRoutes } from './routes/files.js'
import { listingRoutes } from './routes/listing.js'
import { relocationRoutes } from './routes/relocation.js'
import { sharingRoutes } from './routes/sharing.js'
import { type UploadSessions, uploadRoutes } from './routes/uploads.js'
import type { Store } from './store.js'

/** What one call tells: its argument, and the content beside it. */
interface RouteCall {
  // biome-ignore lint/suspicious/noExplicitAny: what it may be has been checked against ARGUMENTS
  readonly argument: any
  readonly body: Uint8Array
}

/** Gives the result, or throws a Refusal. */
export type Route = (call: RouteCall) => unknown

export interface Knobs {
  /** Entries of a page of a listing. */
  pageSize: number
  /** Files that one request removes. */
  mostDeletes: number
  /** How often a batch is told to be under way. */
  looks: number
}

/** Every route but the download, whose answer is no JSON. */
export function routesOver(store: Store, sessions: UploadSessions, knobs: Knobs): Readonly<Record<string, Route>> {
  return {
    ...fileRoutes(store, knobs),
    ...listingRoutes(store, knobs),
    ...relocationRoutes(store),
    ...sharingRoutes(store),
    ...uploadRoutes(store, sessions),
    ...accountRoutes(),
  }
}
