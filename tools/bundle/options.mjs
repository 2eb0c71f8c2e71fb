/** How everything is bundled. Names stay whole: stack traces are read by people, and oclif prints the names of error classes. */
export const bundling = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  write: false,
}
