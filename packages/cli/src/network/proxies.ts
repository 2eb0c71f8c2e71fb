import { ConfigError, type ProxySettings } from '@tranship/core'

export type Environment = Readonly<Record<string, string | undefined>>

/** Hosts of this machine: as in Go's programs, no proxy that the environment names stands before them. */
const HERE = 'localhost,127.0.0.1,::1'

/** The proxies that a flag names for all requests, or else the environment, in upper or lower case, for those of each kind. */
export function proxiesFrom(flag: string | undefined, environment: Environment): ProxySettings | undefined {
  if (flag !== undefined && flag !== '') {
    const proxy = checked('--http-proxy', flag)
    return { http: proxy, https: proxy }
  }
  const [http, https, except = ''] = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].map((name) => {
    const value = environment[name] || environment[name.toLowerCase()]
    return value === undefined || name === 'NO_PROXY' ? value : checked(name, value)
  })
  if (http === undefined && https === undefined) return undefined
  return { ...(http && { http }), ...(https && { https }), except: except === '' ? HERE : `${except},${HERE}` }
}

/** As an URL; a bare host and port is one of http. What is wrong is told without the URL: it may hold a password. */
function checked(origin: string, text: string): string {
  const url = URL.parse(/^\w+:\/\//.test(text) ? text : `http://${text}`)
  if (url === null || !/^https?:$/.test(url.protocol)) throw new ConfigError(`${origin}: this is no URL of http or https`)
  return url.href
}
