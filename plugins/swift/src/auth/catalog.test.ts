import { expect, test } from 'vitest'
import { storageUrlV2, storageUrlV3 } from './catalog.js'

const V2 = [
  { type: 'compute', endpoints: [{ region: 'here', publicURL: 'https://no.example' }] },
  {
    type: 'object-store',
    endpoints: [
      { region: 'there', publicURL: 'https://there.example/v1/a', internalURL: 'https://in.there.example/v1/a' },
      { region: 'here', publicURL: 'https://here.example/v1/a/' },
    ],
  },
]

const V3 = [
  {
    type: 'object-store',
    endpoints: [
      { region_id: 'there', interface: 'public', url: 'https://there.example/v1/a' },
      { region: 'here', interface: 'internal', url: 'https://in.here.example/v1/a' },
      { region: 'here', interface: 'publicURL', url: 'https://here.example/v1/a' },
    ],
  },
]

test('the address is that of the region and the type, the first one where no region is wanted', () => {
  expect(storageUrlV2(V2, { region: undefined, endpointType: 'public' })).toBe('https://there.example/v1/a')
  expect(storageUrlV2(V2, { region: 'here', endpointType: 'public' })).toBe('https://here.example/v1/a')
  expect(storageUrlV2(V2, { region: undefined, endpointType: 'internal' })).toBe('https://in.there.example/v1/a')
  expect(storageUrlV3(V3, { region: 'here', endpointType: 'public' })).toBe('https://here.example/v1/a')
  expect(storageUrlV3(V3, { region: 'there', endpointType: 'public' })).toBe('https://there.example/v1/a')
  expect(storageUrlV3(V3, { region: undefined, endpointType: 'internal' })).toBe('https://in.here.example/v1/a')
})

test('what there is instead is told', () => {
  expect(() => storageUrlV2(V2, { region: 'here', endpointType: 'internal' })).toThrow(
    /no internal address in region "here"; there are: there \(public\), there \(internal\), here \(public\)/,
  )
  expect(() => storageUrlV3([], { region: undefined, endpointType: 'public' })).toThrow(/no object store/)
})
