import { describe, expect, test } from 'vitest'
import { readAll } from '../fs/bytes.js'
import type { FollowedAnswer, HttpClient, HttpRequest } from '../http/client.js'
import { nameOfDisposition, nameOfUrl, openUrl } from './open-url.js'

/** A client that gives one answer to whatever it is asked, and keeps the request. */
function answering(status: number, headers: Record<string, string> = {}) {
  const requests: HttpRequest[] = []
  const answer: FollowedAnswer = {
    status,
    headers,
    url: 'https://elsewhere/b.txt',
    body: (async function* () {
      yield Buffer.from('body')
    })(),
    whole: async () => Buffer.from('body'),
    text: async () => 'body',
    discard: () => {},
  }
  const http: HttpClient = {
    send: async (request) => {
      requests.push(request)
      return answer
    },
    close: () => {},
  }
  return { http, requests }
}

const { signal } = new AbortController()

describe('openUrl', () => {
  test('tells what the server says of the file', async () => {
    const { http, requests } = answering(200, {
      'content-length': '4',
      'last-modified': 'Tue, 27 Nov 2012 18:15:05 GMT',
      'content-disposition': 'attachment; filename=n.txt',
    })
    const content = await openUrl(http, 'https://me:p%40ss@host:81/a/b?c=d#e', signal)
    expect(content).toMatchObject({ url: 'https://elsewhere/b.txt', size: 4, modTime: 1_354_040_105_000_000_000n, name: 'n.txt' })
    expect(Buffer.from(await readAll(content.body)).toString()).toBe('body')
    expect(requests[0]).toMatchObject({ method: 'GET', origin: 'https://host:81', target: '/a/b?c=d' })
    expect(requests[0]?.credentials).toEqual({ authorization: `Basic ${Buffer.from('me:p@ss').toString('base64')}` })
  })

  test.each([
    [404, 'not-found', false],
    [403, 'denied', false],
    [503, 'unavailable', true],
    [204, 'unexpected', false],
  ])('a status of %d is %s', async (status, kind, temporary) => {
    await expect(openUrl(answering(status).http, 'http://host/', signal)).rejects.toMatchObject({ kind, temporary })
  })

  test.each(['file:///etc/passwd', 'host/path', ''])('%j is refused', async (url) => {
    await expect(openUrl(answering(200).http, url, signal)).rejects.toMatchObject({ kind: 'unsupported' })
  })
})

test.each([
  ['http://host/a/b%20c.txt?x=1', 'b c.txt'],
  ['http://host/a/%E0%A4%A', '%E0%A4%A'],
  ['http://host/a/', undefined],
  ['http://host', undefined],
  ['http://host/a%2Fb', undefined],
  ['http://host/a%00b', undefined],
])('the file of %s is %j', (url, name) => {
  expect(nameOfUrl(url)).toBe(name)
})

test.each([
  ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
  ['attachment; filename=plain.txt; size=3', 'plain.txt'],
  ["attachment; filename=x; filename*=UTF-8''%e2%82%ac%20rates", '€ rates'],
  ['attachment; filename="../../etc/passwd"', 'passwd'],
  ['attachment; filename="C:\\\\temp\\\\a.txt"', 'a.txt'],
  ['attachment; filename=".."', undefined],
  ['inline', undefined],
])('%s names %j', (header, name) => {
  expect(nameOfDisposition(header)).toBe(name)
})
