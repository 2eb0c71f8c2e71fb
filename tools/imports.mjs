const stringOrComment = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g
const statement = /^[ \t]*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"\n]+)\1/gm
const sideEffect = /^[ \t]*import\s*(['"])([^'"\n]+)\1/gm
const call = /\b(?:import|require)\s*\(\s*(['"`])([^'"`\n]+)\1/g

/** The modules that a TypeScript source names in imports, re-exports, `import()`, `require()` and types, each as often as it is named. */
export function importsOf(source) {
  const code = source.replace(stringOrComment, (text) => (text.startsWith('/') ? ' ' : text))
  return [statement, sideEffect, call].flatMap((pattern) => [...code.matchAll(pattern)].map(([, , specifier]) => specifier))
}
