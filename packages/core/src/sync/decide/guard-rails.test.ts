import { expect, test } from 'vitest'
import type { SyncChoices } from './choices.js'
import { mayBeAsked, type Situation, whyNotDelete } from './guard-rails.js'

const SITUATION: Situation = { failed: 0, sources: 1000, targets: 1000, deletes: 10, deletedBytes: 1000 }
const SYNC: SyncChoices = { compare: 'modTime', deletes: true }

test.each<[string, Partial<Situation>, Partial<SyncChoices>, string | undefined]>([
  ['a few deletes', {}, {}, undefined],
  ['an error', { failed: 1 }, {}, 'errors'],
  ['an error that is ignored', { failed: 1 }, { ignoreErrors: true }, undefined],
  ['an error, forced', { failed: 1 }, { forceDelete: true }, 'errors'],
  ['an empty source', { sources: 0 }, {}, 'empty-source'],
  ['an empty source, forced', { sources: 0 }, { forceDelete: true }, undefined],
  ['an empty source within a limit that was given', { sources: 0 }, { maxDelete: 10 }, undefined],
  ['half of all', { deletes: 500 }, {}, undefined],
  ['more than half', { deletes: 501 }, {}, 'more-than-half'],
  ['more than half, forced', { deletes: 501 }, { forceDelete: true }, undefined],
  ['more than half, but few', { targets: 99, deletes: 99 }, {}, undefined],
  ['more than half of a hundred', { targets: 100, deletes: 100 }, {}, 'more-than-half'],
  ['as many as allowed', {}, { maxDelete: 10 }, undefined],
  ['one more than allowed', {}, { maxDelete: 9, forceDelete: true }, 'max-delete'],
  ['none allowed', {}, { maxDelete: 0 }, 'max-delete'],
  ['as large as allowed', {}, { maxDeleteSize: 1000 }, undefined],
  ['larger than allowed', {}, { maxDeleteSize: 999 }, 'max-delete-size'],
])('%s', (_what, situation, choices, why) => {
  expect(whyNotDelete({ ...SITUATION, ...situation }, { ...SYNC, ...choices })).toBe(why)
})

test('a person can let pass what looks like a mistake, and nothing else', () => {
  const all = ['errors', 'empty-source', 'more-than-half', 'max-delete', 'max-delete-size'] as const
  expect(all.filter(mayBeAsked)).toEqual(['empty-source', 'more-than-half'])
})
