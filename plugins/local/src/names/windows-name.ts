const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3]) *(?:[.:]|$)/i

/**
 * What keeps one segment, as it would be stored, from being the name of a file on Windows, in words; undefined when nothing does.
 * A device is written to, whatever directory its name is in; what has a backslash or a colon is no single name.
 */
export function windowsProblem(name: string): string | undefined {
  if (DEVICE.test(name)) return 'to Windows it is a device: give the file another name'
  if (/[\\/:]/.test(name)) return 'Windows holds no such character in a name: leave it to the encoding'
  return undefined
}
