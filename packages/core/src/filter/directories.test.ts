import { expect, test } from 'vitest'
import { directoriesOf } from './directories.js'

test.each([
  [['*', '*.jpg'], ['/**']],
  [['/*', '/*.jpg', '//*.jpg', '///*.jpg', '/potato'], ['/']],
  [
    ['/a/*.jpg', '/a//*.jpg', '/a///*.jpg'],
    ['/a/', '/'],
  ],
  [['/a/b/*.jpg'], ['/a/b/', '/a/', '/']],
  [['a/*.jpg', 'a/b'], ['a/']],
  [
    ['a/b/', 'a/b/*.jpg', 'a/b/*.{jpg,png,gif}'],
    ['a/b/', 'a/'],
  ],
  [['*/*/*.jpg'], ['*/*/', '*/']],
  [['/a/{jpg,png,gif}/*.x'], ['/a/{jpg,png,gif}/', '/a/', '/']],
  [['a/{b,{c,d}}/*.jpg', 'a/{a,a*b,a**c}/d/', '/a/{a,a*b,a/c,d}/d/', '/a/{{.*}}/d/', 'a/{b,{c},d}/x'], ['/**']],
  [['**'], ['**/']],
  [['a**', 'a**b'], ['a**/']],
  [['a**b**c**d'], ['a**b**c**/', 'a**b**/', 'a**/']],
  [['a**b/c**d'], ['a**b/c**/', 'a**b/', 'a**/']],
  [['/var/spool/**/ncw'], ['/var/spool/**/', '/var/spool/', '/var/', '/']],
  [['var/spool/**/ncw/'], ['var/spool/**/ncw/', 'var/spool/**/', 'var/spool/', 'var/']],
  [['/sausage3**'], ['/sausage3**/', '/']],
  [['/A/a**b/B/c**d/C/'], ['/A/a**b/B/c**d/C/', '/A/a**b/B/c**d/', '/A/a**b/B/c**/', '/A/a**b/B/', '/A/a**b/', '/A/a**/', '/A/', '/']],
])('what %j matches lies in %j', (globs, directories) => {
  for (const glob of globs) expect(directoriesOf(glob), glob).toEqual(directories)
})
