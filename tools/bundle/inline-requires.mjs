/** How TypeScript's compiler writes an import of a CommonJS module, always on a line of its own. */
const required = /^const (\w+_\d+) = ((?:__importDefault\(|__importStar\()?require\("[^"]+"\)\)?);$/gm

/** `const a_1 = require("a"); a_1.b()` → a function that requires "a" once, and `(a_1()).b()`. Nothing else in the file may be called `a_1`, not even in a string. */
export function requiredOnUse(source) {
  const names = new Set(Array.from(source.matchAll(required), ([, name]) => name))
  return source
    .split(required)
    .map((part, index, parts) => {
      if (index % 3 === 1) return `let _${part}; const ${part} = () => (_${part} ??= ${parts[index + 1]});`
      if (index % 3 === 2) return ''
      return part.replace(/(?<![\w$])\w+_\d+\b/g, (name) => (names.has(name) ? `(${name}())` : name))
    })
    .join('')
}
