import { FsError } from '@tranship/core/backend'

export type EndpointType = 'public' | 'internal' | 'admin'

/** Which of the addresses of the object store is wanted. */
export interface Wanted {
  readonly region: string | undefined
  readonly endpointType: EndpointType
}

interface Address extends Wanted {
  readonly url: string
}

/** The catalog of a v2 answer: each endpoint has a URL for each type. */
export type CatalogV2 = readonly {
  readonly type?: string
  readonly endpoints?: readonly {
    readonly region?: string
    readonly publicURL?: string
    readonly internalURL?: string
    readonly adminURL?: string
  }[]
}[]

/** The catalog of a v3 answer: each endpoint has one type. */
export type CatalogV3 = readonly {
  readonly type?: string
  readonly endpoints?: readonly {
    readonly region?: string
    readonly region_id?: string
    readonly interface?: string
    readonly url?: string
  }[]
}[]

const TYPES: readonly EndpointType[] = ['public', 'internal', 'admin']

export function storageUrlV2(catalog: CatalogV2, wanted: Wanted): string {
  const addresses = endpointsOf(catalog).flatMap((endpoint) =>
    TYPES.flatMap((endpointType) => {
      const url = endpoint[`${endpointType}URL`]
      return url === undefined ? [] : [{ url, endpointType, region: endpoint.region }]
    }),
  )
  return chosen(addresses, wanted)
}

export function storageUrlV3(catalog: CatalogV3, wanted: Wanted): string {
  const addresses = endpointsOf(catalog).flatMap(({ url, region, region_id: id, interface: type }) => {
    const endpointType = TYPES.find((each) => each === type?.replace(/URL$/, ''))
    return url === undefined || endpointType === undefined ? [] : [{ url, endpointType, region: region ?? id }]
  })
  return chosen(addresses, wanted)
}

function endpointsOf<Endpoint>(
  catalog: readonly { readonly type?: string; readonly endpoints?: readonly Endpoint[] }[],
): readonly Endpoint[] {
  return catalog.filter(({ type }) => type === 'object-store').flatMap(({ endpoints = [] }) => endpoints)
}

function chosen(addresses: readonly Address[], { region, endpointType }: Wanted): string {
  if (addresses.length === 0) throw new FsError('unsupported', 'the service has no object store for this login: is "tenant" right?')
  const found = addresses.find((each) => each.endpointType === endpointType && (region === undefined || each.region === region))
  if (found !== undefined) return found.url.replace(/\/+$/, '')
  const there = addresses.map((each) => `${each.region ?? '-'} (${each.endpointType})`).join(', ')
  throw new FsError(
    'unsupported',
    `the object store has no ${endpointType} address in region ${JSON.stringify(region ?? '')}; there are: ${there}`,
  )
}
