import { scanXml, tagOf } from './xml-scan.js'
import { textOf } from './xml-text.js'

/** An element of a small document, such as an error. */
export interface Element {
  readonly tag: number
  readonly children: readonly Element[]
  /** What an element without children holds. */
  readonly text: string
}

interface Growing extends Element {
  readonly children: Element[]
  text: string
}

/** The root of a document. Throws where it is none. */
export function parseXml(bytes: Buffer): Element {
  const document: Growing = { tag: 0, children: [], text: '' }
  const open = [document]
  scanXml(bytes, {
    begin: (tag) => {
      const element: Growing = { tag, children: [], text: '' }
      open.at(-1)?.children.push(element)
      open.push(element)
    },
    end: (_tag, from, to) => {
      const element = open.pop()
      if (element !== undefined && element.children.length === 0) element.text = textOf(bytes, from, to)
    },
  })
  const [root] = document.children
  if (root === undefined) throw new Error('the answer is empty')
  return root
}

export function isNamed(element: Element, name: string): boolean {
  return element.tag === tagOf(name)
}

/** The text of the child of this name, if there is one with text. */
export function textIn(element: Element, name: string): string | undefined {
  return element.children.find((child) => isNamed(child, name))?.text || undefined
}
