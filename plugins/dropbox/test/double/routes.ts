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
    'users/get_space_usage': () => ({ used: 1000, allocation: { '.tag': 'individual', allocated: 2_000_000_000 } }),
    'users/get_current_account': () => ({
      account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc',
      name: { given_name: 'Franz', surname: 'Ferdinand', familiar_name: 'Franz', display_name: 'Franz Ferdinand', abbreviated_name: 'FF' },
      email: 'franz@example.com',
      email_verified: true,
      disabled: false,
      locale: 'en',
      referral_link: 'https://db.tt/ZITNuhtI',
      is_paired: false,
      account_type: { '.tag': 'basic' },
      root_info: { '.tag': 'user', root_namespace_id: '3235641', home_namespace_id: '3235641' },
    }),
    'team/members/get_info_v2': ({ argument }) => ({
      members_info: argument.members.map(({ email }: { email: string }) =>
        email === 'member@example.com'
          ? { '.tag': 'member_info', profile: { team_member_id: 'dbmid:MEMBER' }, role: { '.tag': 'member_only' } }
          : { '.tag': 'id_not_found', id_not_found: email },
      ),
    }),
  }
}
