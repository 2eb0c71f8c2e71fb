import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { paths } from '../../test/names.js'
import type { FsObject } from '../fs/entry.js'
import { comparePaths } from '../fs/order.js'
import { type FsPath, fsPath, parentOf, ROOT } from '../fs/path.js'
import type { FilterChoices } from './choices.js'
import { createFilter, type Filter } from './filter.js'
import { parseListedPath } from './listed-paths.js'
import { rulesInOrder } from './rule-text.js'

const object = (path: string, rest: Partial<FsObject> = {}): FsObject => ({ kind: 'object', path: path as FsPath, ...rest })
const texts = (...lines: string[]) => lines.map((text) => ({ text }))
const filterOf = (...lines: string[]) => createFilter({ rules: rulesInOrder({ filter: texts(...lines) }) })

const wantedOf = ({ object: isWanted }: Filter, names: readonly string[]) => names.filter((name) => isWanted(object(name)))

describe('a filter that includes one glob and nothing else', () => {
  test.each([
    ['file.jpg', ['file.jpg', 'directory/file.jpg'], ['afile.jpg', 'directory/afile.jpg']],
    ['/file.jpg', ['file.jpg'], ['afile.jpg', 'directory/file.jpg']],
    ['*.jpg', ['file.jpg', 'directory/file.jpg'], ['file.jpg/anotherfile.png']],
    ['dir/**', ['dir/file.jpg', 'dir/dir1/dir2/file.jpg'], ['directory/file.jpg', 'adir/file.jpg']],
    ['l?ss', ['less', 'lass'], ['floss']],
    ['h[ae]llo', ['hello', 'hallo'], ['hullo']],
    ['{one,two}_potato', ['one_potato', 'two_potato'], ['three_potato', '_potato']],
    ['\\*.jpg', ['*.jpg'], ['file.jpg']],
    ['\\\\.jpg', ['\\.jpg'], ['file.jpg']],
    ['\\[one\\].jpg', ['[one].jpg'], ['one.jpg']],
    ['potato', ['potato'], ['POTATO']],
  ])('%j', async (glob, wanted, others) => {
    for (const filter of [await createFilter({ rules: rulesInOrder({ include: texts(glob) }) }), await filterOf(`+ ${glob}`, '- *')]) {
      expect(wantedOf(filter, [...wanted, ...others])).toEqual(wanted)
    }
  })

  test('whatever the case', async () => {
    const filter = await createFilter({ ignoreCase: true, rules: rulesInOrder({ include: texts('potato') }) })
    expect(wantedOf(filter, ['potato', 'POTATO', 'tomato'])).toEqual(['potato', 'POTATO'])
  })

  test('that ends in a slash wants the directory and no file in it', async () => {
    const filter = await createFilter({ rules: rulesInOrder({ include: texts('dir/') }) })
    expect([filter.directory('dir' as FsPath), filter.object(object('dir/file'))]).toEqual([true, false])
  })
})

describe('a filter of rules', () => {
  test('asks them in their order, and closes directories', async () => {
    const filter = await filterOf(
      ...['+ cleared', '!', '- /file1.jpg', '+ /file2.png', '+ /*.jpg', '- /*.png', '- /potato', '+ /sausage1'],
      ...['+ /sausage2*', '+ /sausage3**', '+ /a/*.jpg', '- *'],
    )
    const wanted = ['file2.png', 'file3.jpg', 'sausage1', 'sausage2potato', 'sausage3/potato', 'a/one.jpg']
    const others = [
      'cleared',
      'file1.jpg',
      'FILE2.png',
      'afile2.png',
      'file4.png',
      'potato',
      'sausage1/potato',
      'sausage2/potato',
      'a/one.png',
    ]
    expect(wantedOf(filter, [...wanted, ...others, 'unicorn'])).toEqual(wanted)
    const entered = ['', 'sausage3', 'sausage3/sub', 'sausage3/sub/dir', 'a']
    const closed = ['sausage1', 'sausage1/sub', 'sausage2', 'sausage2/sub', 'SAUSAGE3', 'sausage4']
    expect([...entered, ...closed].filter((path) => filter.directory(path as FsPath))).toEqual(entered)
  })

  test('judge an empty directory by its path and a slash, as the path of an object', async () => {
    const removable = async (...lines: string[]) => {
      const { emptyDirectory } = await filterOf(...lines)
      return ['', 'a', 'a/b', 'c'].filter((path) => emptyDirectory(path as FsPath))
    }
    expect(await removable()).toEqual(['', 'a', 'a/b', 'c'])
    expect(await removable('+ *', '- **')).toEqual(['', 'a', 'a/b', 'c'])
    expect(await removable('- *')).toEqual([])
    expect(await removable('+ *.jpg', '- *')).toEqual([])
    expect(await removable('+ a/**', '- *')).toEqual(['a', 'a/b'])
    expect(await removable('+ **/**/**', '- /**')).toEqual(['a/b'])
    expect(await removable('- b/')).toEqual(['', 'a', 'c'])
  })

  test('that are regular expressions', async () => {
    const filter = await filterOf('+ /{{file\\d+\\.png}}', '+ *.{{(?i)jpg}}', '- *')
    const wanted = ['file2.png', 'file123.png', 'something.jpg', 'deep/path/something.JPG']
    expect(wantedOf(filter, [...wanted, 'sub/file2.png', 'File123.png', 'something.gif'])).toEqual(wanted)
    expect(filter.directory('any/where' as FsPath)).toBe(true)
  })

  test('puts those of all flags in the order of rclone, and at last what was not included', () => {
    const rules = rulesInOrder({ include: texts('i'), exclude: texts('e'), filter: texts('- f', '+ g') })
    expect(rules.map(({ include, glob }) => `${include ? '+' : '-'} ${glob}`)).toEqual(['+ i', '- e', '- f', '+ g', '- /**'])
    expect(rulesInOrder({ exclude: texts('e'), filter: texts('!', '+ g') })).toEqual([{ include: true, glob: 'g' }])
    expect(() => rulesInOrder({ exclude: [{ text: '[', origin: 'line 3' }], filter: texts('!') })).toThrow('line 3')
    expect(rulesInOrder({ include: [] })).toEqual([{ include: false, glob: '/**' }])
  })

  test.each(['potato', '+', '-x', ' + x', '!!', ''])('%j is no rule, and the error says where', (text) => {
    expect(() => rulesInOrder({ filter: [{ text, origin: 'line 7' }] })).toThrow(`line 7: the rule ${JSON.stringify(text)} means nothing`)
  })

  test('an error about a glob says where it comes from', async () => {
    const created = createFilter({ rules: [{ include: true, glob: 'a[', origin: '--include-from x, line 3' }] })
    await expect(created).rejects.toThrow('--include-from x, line 3: the glob "a[" means nothing')
  })

  const rule = fc
    .tuple(
      fc.constantFrom('+ ', '- '),
      fc.constantFrom('', '/'),
      fc.array(fc.constantFrom('a', 'b', '*', '/', '.', '?', '{a,b/c}', '{{a.*}}', 'a/**', '**/b', '{,/**}', '[a-b]'), {
        minLength: 1,
        maxLength: 5,
      }),
    )
    .map(([sign, anchor, pieces]) => `${sign}${anchor}${pieces.join('')}`)
    .filter((text) => !text.includes('***'))

  test('wants nothing in a directory that it does not want', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(rule, { maxLength: 6 }), fc.array(paths, { minLength: 1, maxLength: 20 }), async (lines, names) => {
        const filter = await filterOf(...lines)
        for (const path of names) {
          const above: FsPath[] = []
          for (let directory = parentOf(path); directory !== ROOT; directory = parentOf(directory)) above.push(directory)
          if (filter.object(object(path)) || filter.directory(path))
            expect(above.filter((directory) => !filter.directory(directory))).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('sizes and times', () => {
  test('the bounds are wanted too; an unknown size is below all', async () => {
    const filter = await createFilter({ minSize: 10, maxSize: 20 })
    expect([9, 10, 20, 21].filter((size) => filter.object(object('a', { size })))).toEqual([10, 20])
    expect(filter.object(object('a'))).toBe(false)
    expect((await createFilter({ maxSize: 20 })).object(object('a'))).toBe(true)
    expect((await createFilter({ minSize: 0 })).object(object('a'))).toBe(false)
  })

  test('an object whose time is not known is judged by the rest', async () => {
    const filter = await createFilter({ modifiedFrom: 10n, modifiedTo: 20n, maxSize: 5 })
    expect([9n, 10n, 20n, 21n].filter((modTime) => filter.object(object('a', { size: 1, modTime })))).toEqual([10n, 20n])
    expect([1, 6].map((size) => filter.object(object('a', { size })))).toEqual([true, false])
    expect(filter.needsTimes).toBe(true)
  })

  test('that leave nothing are refused', async () => {
    await expect(createFilter({ modifiedFrom: 20n, modifiedTo: 10n })).rejects.toThrow('age')
  })
})

describe('a list of files', () => {
  const choices: FilterChoices = { only: ['path/to/dir/file1.png', '/path/to/file3.png', '/path/to/dir2/file4.png'].map(parseListedPath) }

  test('wants those files and the directories they are in', async () => {
    const filter = await createFilter(choices)
    expect(wantedOf(filter, ['path/to/dir/file1.png', 'path/to/dir/file2.png', 'path/to/file3.png', 'file1.png'])).toEqual([
      'path/to/dir/file1.png',
      'path/to/file3.png',
    ])
    const directories = ['path', 'path/to', 'path/to/dir', 'path/to/dir2', 'path/too', 'path/three', 'four']
    expect(directories.filter((path) => filter.directory(path as FsPath))).toEqual(directories.slice(0, 4))
  })

  test('is told in path order, each once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(paths), async (only) => {
        const filter = await createFilter({ only: [...only, ...only] })
        expect(filter.only).toEqual([...new Set(only)].sort(comparePaths))
      }),
    )
    expect((await createFilter({ only: [] })).only).toEqual([])
  })

  test('goes with no other choice', async () => {
    for (const other of [
      { minSize: 0 },
      { rules: rulesInOrder({ exclude: texts('x') }) },
      { excludingNames: ['x'] },
      { partition: { part: 0n, of: 2n } },
    ]) {
      await expect(createFilter({ ...choices, ...other }), JSON.stringify(Object.keys(other))).rejects.toThrow(
        'overrides all other filters',
      )
    }
    await expect(createFilter({ ...choices, rules: [], ignoreCase: true })).resolves.toBeDefined()
  })

  test.each(['a//b', '../x', './x', '/', '\ud800'])('%j is no path', (text) => {
    expect(() => parseListedPath(text)).toThrow('is no path of a file')
  })
})

describe('rules for metadata', () => {
  const rulesOf = (...lines: string[]) => createFilter({ metadataRules: rulesInOrder({ filter: texts(...lines) }) })

  test('the first that matches any pair decides', async () => {
    const { metadata, object: isWanted } = await rulesOf('- tier=cold', '+ owner=a*', '- *')
    expect(metadata?.({ owner: 'anna' })).toBe(true)
    expect(metadata?.({ owner: 'anna', tier: 'cold' })).toBe(false)
    expect(metadata?.({ owner: 'bob' })).toBe(false)
    expect(isWanted(object('any'))).toBe(true)
  })

  test('an object without metadata meets what matches anything', async () => {
    expect((await rulesOf('+ owner=*', '- **')).metadata?.({})).toBe(false)
    expect((await rulesOf('- owner=*')).metadata?.({})).toBe(true)
    expect((await createFilter({ metadataRules: rulesInOrder({ include: texts('a=*') }) })).metadata?.({})).toBe(false)
  })

  test('are not asked for unless there are any', async () => {
    expect((await rulesOf()).metadata).toBeUndefined()
  })
})

test('the root is wanted whatever the rules', async () => {
  const filter = await filterOf('- **')
  expect([filter.directory(ROOT), filter.directory(fsPath('a')), filter.object(object('a'))]).toEqual([true, false, false])
})
