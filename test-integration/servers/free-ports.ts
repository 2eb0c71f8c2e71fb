import { once } from 'node:events'
import { createServer } from 'node:net'

/** The first run of `count` consecutive ports on loopback, from `first` on in steps of ten, that nobody listens on. */
export async function freePorts(first: number, count: number): Promise<number[]> {
  for (let base = first; base < first + 1000; base += 10) {
    const ports = Array.from({ length: count }, (_, index) => base + index)
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return ports
  }
  throw new Error(`no ${count} consecutive ports are free between ${first} and ${first + 1000}`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}
