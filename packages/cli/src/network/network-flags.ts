import * as Flags from '@oclif/core/flags'
import { durationFlag, rateFlag } from '../quantity-flags.js'

const network = { helpGroup: 'NETWORK' } as const
/** Given many times, once for each value. */
const many = { ...network, multiple: true, multipleNonGreedy: true } as const

/** How services are reached: flags of every command. */
export const networkFlags = {
  tpslimit: rateFlag({ ...network, description: 'requests a second to all remotes together; 0: as many as go', helpValue: 'N' }),
  'tpslimit-burst': Flags.integer({ ...network, default: 1, min: 1, description: 'requests at once after a pause', helpValue: 'N' }),
  'max-connections': Flags.integer({
    ...network,
    default: 0,
    min: 0,
    description: 'requests in flight to one remote, downloads apart; 0: tuned',
    helpValue: 'N',
  }),
  contimeout: durationFlag({
    ...network,
    default: 60_000,
    description: 'give up a connection that does not stand by then',
    helpValue: 'TIME',
  }),
  timeout: durationFlag({
    ...network,
    default: 300_000,
    description: 'give up a connection that is silent so long; 0: never',
    helpValue: 'TIME',
  }),
  'low-level-retries': Flags.integer({ ...network, default: 10, min: 1, description: 'try one request this many times', helpValue: 'N' }),
  'ca-cert': Flags.string({ ...many, description: 'trust this authority too (PEM)', helpValue: 'FILE' }),
  'client-cert': Flags.string({ ...network, description: 'certificate of this program (PEM)', helpValue: 'FILE' }),
  'client-key': Flags.string({ ...network, description: 'key of that certificate (PEM)', helpValue: 'FILE' }),
  'client-pass': Flags.string({ ...network, description: 'password of that key, as `obscure` prints it', helpValue: 'PASSWORD' }),
  'no-check-certificate': Flags.boolean({ ...network, description: 'take any certificate of a server: anybody may listen' }),
  'http-proxy': Flags.string({ ...network, description: 'proxy for all; else HTTP_PROXY, HTTPS_PROXY, NO_PROXY', helpValue: 'URL' }),
  bind: Flags.string({ ...network, description: 'address or name of this machine to connect from', helpValue: 'ADDRESS' }),
  'user-agent': Flags.string({ ...network, description: 'what this program calls itself', helpValue: 'TEXT' }),
  header: Flags.string({ ...many, description: 'header of every request, "Name: value"', helpValue: 'HEADER' }),
  'header-upload': Flags.string({ ...many, description: 'header of uploads', helpValue: 'HEADER' }),
  'header-download': Flags.string({ ...many, description: 'header of downloads', helpValue: 'HEADER' }),
  'disable-http-keep-alives': Flags.boolean({ ...network, description: 'a new connection for each request' }),
}

/** The network flags, parsed. A command may have been given none of them. */
export interface NetworkFlags {
  readonly tpslimit?: number | undefined
  readonly 'tpslimit-burst'?: number
  readonly 'max-connections'?: number
  readonly contimeout?: number
  readonly timeout?: number
  readonly 'low-level-retries'?: number
  readonly 'ca-cert'?: readonly string[] | undefined
  readonly 'client-cert'?: string | undefined
  readonly 'client-key'?: string | undefined
  readonly 'client-pass'?: string | undefined
  readonly 'no-check-certificate'?: boolean
  readonly 'http-proxy'?: string | undefined
  readonly bind?: string | undefined
  readonly 'user-agent'?: string | undefined
  readonly header?: readonly string[] | undefined
  readonly 'header-upload'?: readonly string[] | undefined
  readonly 'header-download'?: readonly string[] | undefined
  readonly 'disable-http-keep-alives'?: boolean
}
