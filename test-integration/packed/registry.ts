import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'

export interface Registry {
  readonly url: string
  close(): void
}

/** An npm registry on loopback that has exactly the packed packages of a folder, each in its one version. */
export async function serveTarballs(folder: string): Promise<Registry> {
  const tarballs = readdirSync(folder).map((file) => join(folder, file))
  const packages = new Map(tarballs.map((tarball) => [packageJsonIn(tarball).name, tarball]))
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', url).pathname).slice(1)
    const tarball = tarballs.find((file) => path === `-/${basename(file)}`)
    const packed = packages.get(path)
    if (tarball) response.end(readFileSync(tarball))
    else if (packed) answer(response, 200, packument(packed, url))
    else answer(response, 404, { error: `${path} is not here` })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return {
    url,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

interface PackageJson {
  readonly name: string
  readonly version: string
}

function packageJsonIn(tarball: string): PackageJson {
  return JSON.parse(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }))
}

/** What a registry says about a package: https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md */
function packument(tarball: string, registry: string) {
  const manifest = packageJsonIn(tarball)
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
  return {
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist: { tarball: `${registry}-/${basename(tarball)}`, integrity } } },
  }
}

function answer(response: ServerResponse, status: number, body: object) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
