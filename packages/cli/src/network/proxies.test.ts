import { expect, test } from 'vitest'
import { proxiesFrom } from './proxies.js'

test('the environment names proxies, in upper or lower case, and hosts that are asked directly', () => {
  expect(proxiesFrom(undefined, { http_proxy: 'squid:3128', HTTPS_PROXY: 'http://u:p@other:1/', NO_PROXY: '.corp' })).toEqual({
    http: 'http://squid:3128/',
    https: 'http://u:p@other:1/',
    except: '.corp,localhost,127.0.0.1,::1',
  })
  expect(proxiesFrom(undefined, { NO_PROXY: '*', HTTP_PROXY: '' })).toBeUndefined()
})

test('a proxy that is named by flag stands before every host', () => {
  expect(proxiesFrom('http://squid:3128', { HTTP_PROXY: 'x', NO_PROXY: '*' })).toEqual({
    http: 'http://squid:3128/',
    https: 'http://squid:3128/',
  })
})

test('a proxy that is no URL is refused, and what it holds is not told', () => {
  expect(() => proxiesFrom(undefined, { HTTP_PROXY: 'socks5://me:secret@host' })).toThrow('HTTP_PROXY: this is no URL of http or https')
  expect(() => proxiesFrom('http://me:secret@ bad', {})).toThrow(/^--http-proxy: this is no URL of http or https$/)
})
