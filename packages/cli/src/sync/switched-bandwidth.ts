import { type Bandwidth, type BandwidthSchedule, createBandwidth, type Log } from '@tranship/core'

/** Where signals to this process arrive. */
export interface Signals {
  on(signal: 'SIGUSR2', listener: () => void): unknown
}

/** A limit that each SIGUSR2 turns off, and on again, as rclone's. A system without that signal has no such switch. */
export function createSwitchedBandwidth(schedule: BandwidthSchedule, signals: Signals, log: Log): Bandwidth {
  const bandwidth = createBandwidth(schedule)
  let isOn = true
  signals.on('SIGUSR2', () => {
    isOn = !isOn
    bandwidth.change(isOn ? schedule : UNLIMITED)
    log('notice', `Bandwidth limit ${isOn ? 'enabled' : 'disabled'} by user`)
  })
  log('info', 'Starting bandwidth limiter: SIGUSR2 turns it off and on')
  return bandwidth
}

const UNLIMITED: BandwidthSchedule = [{ minute: 0, up: Number.POSITIVE_INFINITY, down: Number.POSITIVE_INFINITY }]
