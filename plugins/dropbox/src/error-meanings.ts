import type { FsErrorKind } from '@tranship/core/backend'

export interface Meaning {
  readonly kind: FsErrorKind
  /** In our words; absent: the service's own. */
  readonly message?: string
  readonly temporary?: boolean
}

/** What was asked for, where the same refusal means different things. */
export type Action = 'write' | 'relocate' | 'remove' | 'make directory'

const DENIED: Meaning = { kind: 'denied', message: 'access denied' }
const NO_SUCH: Meaning = { kind: 'not-found', message: 'no such file or directory' }
const TAKEN: Meaning = { kind: 'already-exists', message: 'something of this name is there already' }
const OTHER_FILE: Meaning = { kind: 'precondition-failed', message: 'the file is not the one that was meant' }
export const NO_NAME: Meaning = { kind: 'invalid-path', message: 'Dropbox holds no such name' }
const FULL: Meaning = { kind: 'quota', message: 'there is no room left' }
export const BUSY: Meaning = { kind: 'unavailable' }
const SLOW_DOWN: Meaning = { kind: 'rate-limited', message: 'Dropbox asks for fewer requests' }
const SIGNED_OUT: Meaning = { kind: 'signed-out', message: 'Dropbox does not accept the log-in' }
const NOT_HERE: Meaning = { kind: 'unsupported', message: 'Dropbox does not do this' }

/**
 * What the tags of a refusal mean: it comes with status 409 and a union in a union, as "path" of "conflict" of "folder". The
 * longest end of the tags that stands here counts, else the innermost tag that does.
 */
export const TAGS: Readonly<Record<string, Meaning>> = {
  not_found: NO_SUCH,
  not_folder: { kind: 'not-found', message: 'no such directory: it is a file' },
  not_file: { kind: 'is-directory', message: 'it is a directory' },
  malformed_path: NO_NAME,
  disallowed_name: { kind: 'invalid-path', message: 'Dropbox keeps no file of this name' },
  'conflict/file': TAKEN,
  'conflict/folder': TAKEN,
  'conflict/file_ancestor': { kind: 'already-exists', message: 'a directory above it is a file' },
  conflict: TAKEN,
  no_write_permission: DENIED,
  restricted_content: DENIED,
  team_folder: DENIED,
  operation_suppressed: DENIED,
  access_denied: DENIED,
  no_permission: DENIED,
  email_not_verified: { kind: 'denied', message: 'the e-mail address of the account has not been verified' },
  locked: { kind: 'denied', message: 'somebody has locked it' },
  insufficient_space: FULL,
  insufficient_quota: FULL,
  too_many_write_operations: SLOW_DOWN,
  too_many_requests: SLOW_DOWN,
  internal_error: BUSY,
  too_many_files: { kind: 'unsupported', message: 'it has more files than Dropbox takes at once' },
  unsupported_file: { kind: 'unsupported', message: 'Dropbox does not give its content: it can only be exported' },
  unsupported_content_type: NOT_HERE,
  cant_copy_shared_folder: NOT_HERE,
  cant_nest_shared_folder: NOT_HERE,
  cant_move_shared_folder: NOT_HERE,
  cant_transfer_ownership: NOT_HERE,
  cant_move_into_vault: NOT_HERE,
  cant_move_into_family: NOT_HERE,
  cant_move_folder_into_itself: { kind: 'invalid-path', message: 'a directory cannot be moved into itself' },
  duplicated_or_nested_paths: { kind: 'invalid-path', message: 'one of the two paths lies in the other' },
  payload_too_large: NOT_HERE,
  too_large: { kind: 'unsupported', message: 'the file is larger than Dropbox takes' },
  content_hash_mismatch: { kind: 'mismatch', message: 'Dropbox received other bytes than were sent' },
  incorrect_offset: { kind: 'unavailable', message: 'Dropbox has another part of the upload' },
  missing_scope: { kind: 'denied', message: 'the app does not have the scope for this: allow it on the page of the app, and log in again' },
  invalid_select_user: { kind: 'denied', message: 'there is no such member of the team' },
  invalid_select_admin: { kind: 'denied', message: 'there is no such admin of the team' },
  user_suspended: { kind: 'denied', message: 'the account is suspended' },
  settings_error: { kind: 'denied', message: 'the account does not allow such a link' },
}

export const FOR_ACTION: Readonly<Partial<Record<Action, Readonly<Record<string, Meaning>>>>> = {
  write: {
    'conflict/file': OTHER_FILE,
    conflict: OTHER_FILE,
    'conflict/folder': { kind: 'is-directory', message: 'a directory of this name is there' },
  },
  remove: { 'conflict/file': OTHER_FILE, conflict: OTHER_FILE },
}

/** What a status means; 409 is told by its tags, one of 500 and more is `unavailable`, any other `unexpected`. */
export const STATUSES: Readonly<Record<number, Meaning>> = {
  401: SIGNED_OUT,
  403: DENIED,
  404: NO_SUCH,
  408: BUSY,
  413: NOT_HERE,
  429: SLOW_DOWN,
}
