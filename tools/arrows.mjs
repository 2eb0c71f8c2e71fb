import { posix } from 'node:path'

/**
 * What each published package may import besides `node:*` and its own files, and what it may depend on. `*` stands for any ending.
 * `never` are packages whose cost at start-up is more than that of all of ours.
 */
const rules = {
  '@tranship/core': { imports: ['mime', 're2js'], dependencies: ['mime', 're2js'] },
  '@tranship/testkit': { imports: ['@tranship/core', '@tranship/core/backend'], dependencies: ['@tranship/core'] },
  tranship: {
    imports: ['@tranship/core', '@tranship/core/backend', '@tranship/testkit', '@oclif/*', '@noble/ciphers/*'],
    dependencies: ['@tranship/core', '@tranship/plugin-local', '@tranship/plugin-memory', '@oclif/*'],
    never: ['@oclif/table', '@oclif/multi-stage-output', 'ink', 'zod'],
  },
}

/** A plugin knows the contract and its vendor's SDK: its own dependencies, none of which is ours or oclif's. */
function ruleForPlugin(manifest) {
  const sdk = Object.keys(manifest.dependencies ?? {}).filter((name) => !fits(name, ['@tranship/*', 'tranship', '@oclif/*']))
  return { imports: ['@tranship/core/backend', ...sdk, ...sdk.map((name) => `${name}/*`)], dependencies: ['@tranship/core', ...sdk] }
}

const ruleFor = (manifest) => (manifest.name.startsWith('@tranship/plugin-') ? ruleForPlugin(manifest) : rules[manifest.name])

/** What is wrong with the package.json of a published package. */
export function dependencyProblems(manifest) {
  const rule = ruleFor(manifest)
  if (!rule) return [`no rule in tools/arrows.mjs says what ${manifest.name} may depend on`]
  return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies })
    .filter((name) => !allows(rule, rule.dependencies, name))
    .map((name) => `${manifest.name} must not depend on ${name}`)
}

/** What is wrong with the imports of one of its sources; `file` is its path in the package, as `src/fs/path.ts`. */
export function importProblems(manifest, file, specifiers) {
  const rule = ruleFor(manifest)
  return specifiers.flatMap((specifier) => {
    if (specifier.startsWith('node:')) return []
    if (specifier.startsWith('.')) return relativeProblems(manifest, file, specifier)
    return rule && allows(rule, rule.imports, specifier) ? [] : [`${manifest.name} must not import ${specifier}`]
  })
}

function relativeProblems(manifest, file, specifier) {
  const target = posix.join(posix.dirname(file), specifier)
  if (!target.startsWith('src/')) return [`${specifier} leaves the sources of ${manifest.name}`]
  const contract = 'src/fs/'
  const leavesContract = manifest.name === '@tranship/core' && file.startsWith(contract) && !target.startsWith(contract)
  return leavesContract ? [`${specifier} leaves fs/: the contract knows nothing else`] : []
}

const allows = ({ never = [] }, allowed, name) =>
  fits(name, allowed) &&
  !fits(
    name,
    never.flatMap((banned) => [banned, `${banned}/*`]),
  )

const fits = (name, patterns) =>
  patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern))
