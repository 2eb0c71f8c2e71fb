import { spawn } from 'node:child_process'

/** The program that opens a page, by platform; everywhere else the one of the freedesktop. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

/** Opens a page in the person's browser, the one that BROWSER names if any. That there is none is no error: the link is printed too. */
export function openBrowser(url: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): void {
  const [program, ...args] = env.BROWSER ? ([env.BROWSER] as const) : (OPENERS[platform] ?? (['xdg-open'] as const))
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}
