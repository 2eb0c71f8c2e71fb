import { extname } from 'node:path'

const EXTENSIONS: Readonly<Record<string, string>> = {
  '1;32': 'bat btm cmd com dll exe',
  '1;31': 'arj bz2 deb gz lzh rpm tar taz tb2 tbz tbz2 tgz tz tz2 z zip zoo',
  '1;35': 'asf avi bmp flac gif jpg jpeg m2a m2v mov mp3 mpeg mpg ogg png ppm rm tga tif wav wmv xbm xpm',
}

const STYLE_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(EXTENSIONS).flatMap(([style, extensions]) => extensions.split(' ').map((extension) => [`.${extension}`, style] as const)),
)
const DIRECTORY = '1;34'

/** The text in the color that `tree` and `ls` commonly give to a name: directories blue, programs, archives and media by their extension. */
export function treeColor(text: string, name: string, isDirectory: boolean): string {
  const style = isDirectory ? DIRECTORY : STYLE_OF.get(extname(name))
  return style === undefined ? text : `\u{1b}[${style}m${text}\u{1b}[0m`
}
