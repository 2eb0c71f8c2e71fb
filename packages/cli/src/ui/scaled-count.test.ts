import { expect, test } from 'vitest'
import { scaledCount } from './scaled-count.js'

test('counts are scaled as rclone scales them', () => {
  expect([0, 999, 1000, 1025, 1502, 1_000_000, 1_234_567].map(scaledCount)).toEqual(['0', '999', '1k', '1.025k', '1.502k', '1M', '1.235M'])
})
