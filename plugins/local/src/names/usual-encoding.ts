const WINDOWS = 'LtGt,DoubleQuote,Colon,Question,Asterisk,Pipe,BackSlash,Ctl,RightSpace,RightPeriod'

/** What is replaced in the names of files where a person says nothing of it: what the system cannot hold. */
export function usualEncoding(platform: NodeJS.Platform): string {
  return platform === 'win32' ? WINDOWS : ''
}
