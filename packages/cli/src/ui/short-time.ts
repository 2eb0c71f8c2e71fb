import { toDate } from '@tranship/core'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "Nov 27 18:15" in local time. */
export function shortTime(time: bigint): string {
  const date = toDate(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${MONTHS[date.getMonth()]} ${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
