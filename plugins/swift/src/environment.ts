import type { SwiftOptions } from './options.js'

/** The variables that stand for an option, the first that is set. */
const VARIABLES: Readonly<Partial<Record<keyof SwiftOptions, readonly string[]>>> = {
  user: ['OS_USERNAME', 'ST_USER'],
  user_id: ['OS_USER_ID'],
  key: ['OS_PASSWORD', 'ST_KEY'],
  auth: ['OS_AUTH_URL', 'ST_AUTH'],
  domain: ['OS_USER_DOMAIN_NAME'],
  tenant: ['OS_PROJECT_NAME', 'OS_TENANT_NAME'],
  tenant_id: ['OS_PROJECT_ID', 'OS_TENANT_ID'],
  tenant_domain: ['OS_PROJECT_DOMAIN_NAME'],
  region: ['OS_REGION_NAME'],
  application_credential_id: ['OS_APPLICATION_CREDENTIAL_ID'],
  application_credential_name: ['OS_APPLICATION_CREDENTIAL_NAME'],
  application_credential_secret: ['OS_APPLICATION_CREDENTIAL_SECRET'],
  storage_url: ['OS_STORAGE_URL'],
  auth_token: ['OS_AUTH_TOKEN'],
}

const VERSIONS = ['ST_AUTH_VERSION', 'OS_AUTH_VERSION', 'OS_IDENTITY_API_VERSION']

/** The options of a remote, with what is left blank taken from the variables of OpenStack. */
export function withEnvironment(options: SwiftOptions, environment: Readonly<Record<string, string | undefined>>): SwiftOptions {
  const first = (names: readonly string[]) => names.map((name) => environment[name]).find((value) => value !== undefined && value !== '')
  const found: Record<string, string> = {}
  for (const [option, names] of Object.entries(VARIABLES)) {
    const value = options[option as keyof SwiftOptions] === undefined ? first(names) : undefined
    if (value !== undefined) found[option] = value
  }
  const version = Number.parseInt(first(VERSIONS) ?? '', 10)
  return { ...options, ...found, ...(options.auth_version === 0 && version > 0 && { auth_version: version }) }
}
