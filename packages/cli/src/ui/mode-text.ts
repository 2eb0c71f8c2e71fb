/** "-rw-r--r--" for the metadata "100644"; of a file that has no such metadata "-rw-rw-rw-", as in rclone. */
export function modeText(octal: string = '100666'): string {
  const mode = Number.parseInt(octal, 8)
  const bits = [...'rwxrwxrwx'].map((letter, at) => ((mode >> (8 - at)) & 1 ? letter : '-'))
  return `-${bits.join('')}`
}
