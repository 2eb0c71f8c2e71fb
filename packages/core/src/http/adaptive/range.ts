/** What is known of a service before the first request: how many in flight to begin with, and between what to stay. */
export interface LimiterRange {
  readonly start: number
  readonly floor: number
  readonly ceiling: number
  /** How many more each finished request allows at the beginning; 0: twice as many for each confirmed gain. */
  readonly growth: number
}

/** A backend that says nothing. */
export const DEFAULT_RANGE: LimiterRange = { start: 16, floor: 2, ceiling: 512, growth: 1 }

/** A number that a person chose: it stays. */
export function fixedRange(number: number): LimiterRange {
  return { start: number, floor: number, ceiling: number, growth: 0 }
}
