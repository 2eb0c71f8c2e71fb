import { describe, expect, it } from 'vitest'
import { createDisk } from './disk.js'

const [FAST, SLOW] = [0.02, 0.4]

describe('a disk', () => {
  it('waits once most reads of late have waited, and not for one that did', () => {
    const disk = createDisk()
    expect(disk.waits()).toBe(false)
    for (const time of [SLOW, SLOW, FAST, FAST, SLOW]) disk.took(time)
    expect(disk.waits()).toBe(false)
    disk.took(SLOW)
    expect(disk.waits()).toBe(true)
  })

  it('is looked at again now and then, and is fast again when those reads are', () => {
    const disk = createDisk()
    for (let read = 0; read < 8; read++) disk.took(SLOW)
    let waiting = 0
    for (let read = 0; read < 1000; read++) {
      if (disk.waits()) waiting++
      else disk.took(SLOW)
    }
    expect(waiting).toBeGreaterThan(950)
    for (let read = 0; read < 200; read++) if (!disk.waits()) disk.took(FAST)
    expect(disk.waits()).toBe(false)
  })
})
