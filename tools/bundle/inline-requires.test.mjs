import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { requiredOnUse } from './inline-requires.mjs'

/** As tsc writes CommonJS. */
const source = `"use strict";
var __importDefault = (mod) => (mod && mod.__esModule) ? mod : { "default": mod };
const first_1 = require("first");
const first_2 = require("other/first");
const plain_1 = __importDefault(require("plain"));
exports.run = () => [(0, first_1.call)(1), new first_2.Made().name, plain_1.default.word, not_first_1, $first_1];
const not_first_1 = 7, $first_1 = 0;
`

function load(code) {
  const loaded = []
  const modules = {
    first: { call: (number) => number + 1 },
    'other/first': {
      Made: class {
        name = 'made'
      },
    },
    plain: { word: 'word' },
  }
  const exports = {}
  const require = (name) => {
    loaded.push(name)
    return modules[name]
  }
  runInContext(code, createContext({ require, exports }))
  return { exports, loaded }
}

test('modules are loaded on first use, each once, and give what they gave', () => {
  const { exports: before, loaded: eager } = load(source)
  expect(eager).toEqual(['first', 'other/first', 'plain'])

  const { exports, loaded } = load(requiredOnUse(source))
  expect(loaded).toEqual([])
  expect(exports.run()).toEqual(before.run())
  exports.run()
  expect(loaded).toEqual(['first', 'other/first', 'plain'])
})

test('source without such requires stays as it is', () => {
  const text = 'const a = require("a")\nif (x) { const b_1 = require("b"); }\n'
  expect(requiredOnUse(text)).toBe(text)
})
