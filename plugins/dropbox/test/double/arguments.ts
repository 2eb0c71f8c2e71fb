/** Says what is wrong with a value, or nothing. */
type Rule = (value: unknown) => string | undefined

const text =
  (pattern: RegExp): Rule =>
  (value) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `${JSON.stringify(value)} did not match pattern '${pattern.source}'`
const flag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'expected a boolean')
const number =
  (least: number, most: number): Rule =>
  (value) =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= most ? undefined : `not within ${least} and ${most}`
const tag = (...tags: readonly string[]): Rule => {
  return (value) => {
    const told = typeof value === 'string' ? value : (value as { '.tag'?: string } | null)?.['.tag']
    return told !== undefined && tags.includes(told) ? undefined : `unknown tag ${JSON.stringify(told)}`
  }
}
const list =
  (rule: Rule, most: number): Rule =>
  (value) => {
    if (!Array.isArray(value) || value.length > most) return `expected a list of at most ${most}`
    return value.map(rule).find((problem) => problem !== undefined)
  }
const shape = (required: Readonly<Record<string, Rule>>, optional: Readonly<Record<string, Rule>> = {}): Rule => {
  return (value) => {
    if (typeof value !== 'object' || value === null) return 'expected an object'
    const missing = Object.keys(required).find((name) => !Object.hasOwn(value, name))
    if (missing !== undefined) return `missing required field '${missing}'`
    for (const [name, member] of Object.entries(value)) {
      const rule = required[name] ?? optional[name]
      if (rule === undefined) return `unknown field '${name}'`
      const problem = rule(member)
      if (problem !== undefined) return `${name}: ${problem}`
    }
    return undefined
  }
}

const readPath = text(/^(?:\/.*|id:.*)$/s)
const writePath = text(/^\/.*$/s)
const listPath = text(/^(?:|\/.*|id:.*)$/s)
const rev = text(/^[0-9a-f]{9,}$/)
const time = text(/^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
const hash = text(/^[0-9a-f]{64}$/)
const some = text(/./s)
const cursor = shape({ session_id: some, offset: number(0, Number.MAX_SAFE_INTEGER) })
const mode: Rule = (value) => {
  const problem = tag('add', 'overwrite', 'update')(value)
  if (problem !== undefined || typeof value === 'string' || (value as { '.tag': string })['.tag'] !== 'update') return problem
  return shape({ '.tag': some, update: rev })(value)
}
const commitMembers = { mode, autorename: flag, client_modified: time, mute: flag, strict_conflict: flag }
const commit = shape({ path: writePath }, commitMembers)
const finished = shape({ cursor, commit }, { content_hash: hash })
const relocation = shape(
  { from_path: readPath, to_path: writePath },
  { autorename: flag, allow_ownership_transfer: flag, allow_shared_folder: flag },
)
const deletion = shape({ path: readPath }, { parent_rev: rev })
const nothing: Rule = (value) => (value === null ? undefined : 'expected null')

/** What each route takes, as the service's own description says. */
export const ARGUMENTS: Readonly<Record<string, Rule>> = {
  'files/list_folder': shape(
    { path: listPath },
    {
      recursive: flag,
      limit: number(1, 2000),
      include_deleted: flag,
      include_mounted_folders: flag,
      include_media_info: flag,
      include_has_explicit_shared_members: flag,
      include_non_downloadable_files: flag,
    },
  ),
  'files/list_folder/continue': shape({ cursor: some }),
  'files/get_metadata': shape(
    { path: readPath },
    { include_media_info: flag, include_deleted: flag, include_has_explicit_shared_members: flag },
  ),
  'files/create_folder_v2': shape({ path: writePath }, { autorename: flag }),
  'files/delete_v2': deletion,
  'files/delete_batch': shape({ entries: list(deletion, 1000) }),
  'files/delete_batch/check': shape({ async_job_id: some }),
  'files/copy_v2': relocation,
  'files/move_v2': relocation,
  'files/restore': shape({ path: writePath, rev }),
  'files/upload': shape({ path: writePath }, { ...commitMembers, content_hash: hash }),
  'files/download': shape({ path: text(/^(?:\/.*|id:.*|rev:[0-9a-f]{9,})$/s) }),
  'files/upload_session/start': shape({}, { close: flag, content_hash: hash }),
  'files/upload_session/append_v2': shape({ cursor }, { close: flag, content_hash: hash }),
  'files/upload_session/finish': finished,
  'files/upload_session/finish_batch_v2': shape({ entries: list(finished, 1000) }),
  'sharing/create_shared_link_with_settings': shape(
    { path: readPath },
    {
      settings: shape(
        {},
        {
          audience: tag('public', 'team', 'no_one'),
          access: tag('viewer', 'editor', 'max', 'default'),
          requested_visibility: tag('public', 'team_only', 'password'),
          expires: time,
        },
      ),
    },
  ),
  'sharing/list_shared_links': shape({}, { path: readPath, cursor: some, direct_only: flag }),
  'sharing/revoke_shared_link': shape({ url: some }),
  'users/get_space_usage': nothing,
  'users/get_current_account': nothing,
  'auth/token/revoke': nothing,
  'team/members/get_info_v2': shape({ members: list(shape({ '.tag': tag('email'), email: some }), 1000) }),
}
