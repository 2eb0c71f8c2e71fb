import type { LimiterChoice } from '@tranship/core'

/** What a limiter chose, in words: "67 uploads at a time, 142 requests a second: refused". */
export function limiterChoiceLine({ use, limit, why, pace }: LimiterChoice): string {
  const rate = pace === undefined ? '' : `, ${pace.toPrecision(3)} requests a second`
  return `${limit} ${USES[use]} at a time${rate}: ${why}`
}

const USES = { upload: 'uploads', open: 'downloads', request: 'other requests' } satisfies Record<LimiterChoice['use'], string>
