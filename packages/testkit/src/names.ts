/** Characters below the space, but NUL, which no path has; and DEL. */
const CONTROLS = Array.from({ length: 31 }, (_each, at) => String.fromCharCode(at + 1)).concat('\x7f')

/**
 * Legal names that services, and programs that build requests or commands of them, get wrong: the list of rclone's tests, and
 * more. No two are equal when case and form of Unicode are left out.
 */
export const AWKWARD_NAMES: readonly string[] = [
  `controls${CONTROLS.join('')}`,
  ...['\n', '\r', '\t', '\v', ' ', '.'].flatMap((edge) => [`${edge}leading`, `trailing${edge}`]),
  ...['.', '..'].map((dots) => `dots${dots}`),
  '...',
  '..hidden',
  '~leading',
  '-leading',
  '#leading',
  'punctuation!"#$%&\'()*+,-.:;<=>?@[\\]^_`{|}~',
  'test%46.txt',
  '%',
  '%2F',
  '%00',
  'a+b',
  'a b  c',
  'a;b',
  'a?b=c',
  'a&b',
  '&amp;',
  '<Key>x</Key>',
  'back\\slash',
  '..\\x',
  'C:',
  'CON',
  'name:stream',
  'header\r\nX-Injected: yes',
  'escape\x1b[31msequence',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'quote\u201b',
  '\u201bquote',
  'full\uff0fwidth',
  '\uff0e',
  '\uff0e\uff0e',
  'symbol\u2400for NUL',
  'non\u00a0breaking',
  'byte\ufefforder mark',
  'line\u2028separator',
  'right\u202eto left',
  '日本語',
  'Ελληνικά',
  'emoji 😀 👩‍👩‍👧',
  'private\u{f8ff}use',
  'last\u{10fffd}',
  'a'.repeat(255),
  `${'é'.repeat(127)}x`,
]

/** Paths that stand for names that are none: "", "." and "..". */
export const ESCAPED_NAMES: readonly string[] = ['\u201b', '\u201b.', '\u201b..']
