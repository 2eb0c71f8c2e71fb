import type { BackendContext, HttpClient } from '@tranship/core/backend'
import type { Account } from './auth/account.js'

/** What a service tells of itself at /info, or what every one is known to do. */
export interface Capabilities {
  /** Whether it knows static manifests, and lists and shows them as OpenStack's own Swift does. Ceph knows them, but lists them with the length of their text. */
  readonly slo: boolean
  /** Segments that a static manifest may name. */
  readonly mostSegments: number
  /** Names that one request may remove; 0: there is no such request. */
  readonly mostDeletes: number
}

/** Of a service that tells nothing. */
const USUAL: Capabilities = { slo: true, mostSegments: 1000, mostDeletes: 1000 }

const LONGEST_INFO = 1024 ** 2

/** Asks the service when it is first needed. One that does not answer is taken for a usual one. */
export function createCapabilities(
  http: () => Promise<HttpClient>,
  account: (signal: AbortSignal) => Promise<Account>,
  { signal, log }: BackendContext,
): () => Promise<Capabilities> {
  let asked: Promise<Capabilities> | undefined
  const ask = async (): Promise<Capabilities> => {
    const { storageUrl } = await account(signal)
    try {
      const { origin, pathname } = new URL(storageUrl)
      const target = `${pathname.replace(/\/v1(?:\.0)?(?:\/.*)?$/, '')}/info`
      const answer = await (await http()).send({ method: 'GET', origin, target, signal })
      const body = await answer.whole(LONGEST_INFO)
      return answer.status === 200 ? capabilitiesOf(JSON.parse(body.toString())) : USUAL
    } catch (error) {
      signal.throwIfAborted()
      log('debug', `the service tells nothing of itself: ${String(error)}`)
      return USUAL
    }
  }
  return () => {
    asked ??= ask()
    asked.catch(() => {
      asked = undefined
    })
    return asked
  }
}

function capabilitiesOf(info: {
  readonly slo?: { readonly max_manifest_segments?: number; readonly max_manifest_size?: number }
  readonly bulk_delete?: { readonly max_deletes_per_request?: number }
}): Capabilities {
  const { slo, bulk_delete: bulk } = info
  return {
    slo: slo?.max_manifest_size !== undefined,
    mostSegments: slo?.max_manifest_segments ?? USUAL.mostSegments,
    // A thousand take a few seconds.
    mostDeletes: bulk === undefined ? 0 : Math.min(bulk.max_deletes_per_request ?? USUAL.mostDeletes, USUAL.mostDeletes),
  }
}
