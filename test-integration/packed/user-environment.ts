/** Variables of the package manager that runs the tests, and of this project: a user's shell has none of them. */
const ours = /^(npm_|pnpm_|tranship_|xdg_|vitest|init_cwd$|node_env$|node_options$|node_compile_cache$)/i

/** The environment of a user with this home directory, whose packages of the scope `@tranship` come from `registry`. */
export function userEnvironment(home: string, registry: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !ours.test(name))
  return { ...Object.fromEntries(kept), HOME: home, 'npm_config_@tranship:registry': registry }
}
