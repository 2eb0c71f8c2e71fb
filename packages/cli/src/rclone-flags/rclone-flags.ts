/** What becomes of a flag of rclone. */
export type RcloneFlag = { readonly takesValue: boolean } & (
  | { readonly is: 'done' }
  /** It is taken, and it is said that it changes nothing. */
  | { readonly is: 'idle'; readonly because: string }
  | { readonly is: 'refused'; readonly instead: string }
)

const SWITCH = false
const VALUE = true

/** Flags that do what they do in rclone, for the commands that they mean something to. */
const DONE_SWITCHES = `
  ask-password check-first checksum delete-after delete-before delete-during delete-excluded disable-http-keep-alives dry-run dump-bodies
  dump-headers error-on-no-transfer fix-case human-readable ignore-case ignore-case-sync ignore-checksum ignore-errors ignore-existing
  ignore-size ignore-times immutable inplace interactive links metadata no-check-certificate no-check-dest no-traverse
  no-unicode-normalization no-update-dir-modtime no-update-modtime progress progress-terminal-title quiet size-only stats-one-line
  stats-one-line-date suffix-keep-extension track-renames update use-json-log use-server-modtime verbose
`
const DONE_VALUES = `
  password-command backup-dir bind bwlimit bwlimit-file ca-cert checkers client-cert client-key client-pass color compare-dest config contimeout copy-dest
  cutoff-mode default-time disable dump exclude exclude-from exclude-if-present files-from files-from-raw files-from0 filter filter-from hash-filter header
  header-download header-upload http-proxy include include-from log-file log-level low-level-retries max-age max-connections max-delete max-delete-size
  max-depth max-duration max-size max-transfer metadata-exclude metadata-exclude-from metadata-filter metadata-filter-from
  metadata-include metadata-include-from metadata-set min-age min-size modify-window order-by retries retries-sleep stats
  stats-file-name-length stats-log-level stats-unit suffix temp-dir timeout tpslimit tpslimit-burst track-renames-strategy transfers
  user-agent
`

/** Flags that ask for what is done in any case, or tune what is tuned without them. */
const IDLE: Readonly<Record<string, readonly [takesValue: boolean, because: string]>> = {
  'allow-https-downgrade': [SWITCH, 'a redirect to http is followed in any case, and without credentials'],
  'auto-confirm': [SWITCH, 'nothing is asked where there is no terminal'],
  'buffer-size': [VALUE, 'buffers are as large as the transfer needs'],
  'cache-dir': [VALUE, 'what is kept between runs is small: XDG_CACHE_HOME and XDG_STATE_HOME say where'],
  'disable-http2': [SWITCH, 'HTTP/1.1 is spoken in any case'],
  'expect-continue-timeout': [VALUE, 'no request waits for "100 Continue"'],
  'fast-list': [SWITCH, 'a listing is always asked for in the way that takes the fewest requests'],
  'fs-cache-expire-duration': [VALUE, 'a remote stays open for one command'],
  'fs-cache-expire-interval': [VALUE, 'a remote stays open for one command'],
  'kv-lock-time': [VALUE, 'there is no database to lock'],
  'list-cutoff': [VALUE, 'a listing of any length is sorted, on disk when it is large'],
  'log-format': [VALUE, 'lines begin with date and time; --use-json-log tells more'],
  'max-backlog': [VALUE, 'what waits for its turn is bounded, or kept on disk'],
  'max-buffer-memory': [VALUE, 'buffers are bounded together in any case'],
  'max-stats-groups': [VALUE, 'there are no groups of statistics'],
  'multi-thread-chunk-size': [VALUE, 'when and how a file is cut into parts the options of the backend say, as --s3-chunk-size'],
  'multi-thread-cutoff': [VALUE, 'when and how a file is cut into parts the options of the backend say, as --s3-upload-cutoff'],
  'multi-thread-streams': [VALUE, 'when and how a file is cut into parts the options of the backend say, as --s3-upload-concurrency'],
  'multi-thread-write-buffer-size': [VALUE, 'blocks are written as they come'],
  'no-console': [SWITCH, 'no console window is opened'],
  'no-gzip-encoding': [SWITCH, 'compressed answers are never asked for'],
  'partial-suffix': [VALUE, 'unfinished files have names of their own, and never remain'],
  'refresh-times': [SWITCH, 'a time that differs is set wherever the storage can'],
  'server-side-across-configs': [SWITCH, 'copies within one account are made by the service in any case'],
  'streaming-upload-cutoff': [VALUE, 'how much of a stream is kept before it is sent the options of the backend say'],
  'use-cookies': [SWITCH, 'no backend needs cookies'],
  'use-mmap': [SWITCH, 'memory is managed by Node.js'],
}

/** Flags that ask for what is not here. To go on without it would not be what was asked for. */
const REFUSED: Readonly<Record<string, readonly [takesValue: boolean, instead: string]>> = {
  cpuprofile: [VALUE, 'NODE_OPTIONS=--cpu-prof writes a profile'],
  dscp: [VALUE, 'let the system mark packets, as with iptables'],
  'log-file-compress': [SWITCH, 'let logrotate do it: --log-file appends'],
  'log-file-max-age': [VALUE, 'let logrotate do it: --log-file appends'],
  'log-file-max-backups': [VALUE, 'let logrotate do it: --log-file appends'],
  'log-file-max-size': [VALUE, 'let logrotate do it: --log-file appends'],
  'log-systemd': [SWITCH, 'pipe the log: 2> >(systemd-cat)'],
  memprofile: [VALUE, 'NODE_OPTIONS=--heap-prof writes a profile'],
  'metadata-mapper': [VALUE, '--metadata-set sets what is the same for all files'],
  'name-transform': [VALUE, 'files keep their names: copyto and moveto rename one'],
  'stats-one-line-date-format': [VALUE, '--stats-one-line-date tells it as the log does'],
  syslog: [SWITCH, 'pipe the log: 2> >(logger)'],
  'syslog-facility': [VALUE, 'pipe the log: 2> >(logger -p user.notice)'],
}

/** Of the remote control and the metrics, which are servers. */
const SERVER_SWITCHES = `
  rc rc-enable-metrics rc-no-auth rc-serve rc-serve-no-modtime rc-web-gui rc-web-gui-force-update rc-web-gui-no-open-browser
  rc-web-gui-update
`
const SERVER_VALUES = `
  metrics-addr metrics-allow-origin metrics-baseurl metrics-cert metrics-client-ca metrics-htpasswd metrics-key
  metrics-max-header-bytes metrics-min-tls-version metrics-pass metrics-realm metrics-response-header metrics-salt
  metrics-server-read-timeout metrics-server-write-timeout metrics-template metrics-user metrics-user-from-header rc-addr
  rc-allow-origin rc-baseurl rc-cert rc-client-ca rc-files rc-htpasswd rc-job-expire-duration rc-job-expire-interval rc-key
  rc-max-header-bytes rc-min-tls-version rc-pass rc-realm rc-response-header rc-salt rc-server-read-timeout rc-server-write-timeout
  rc-template rc-user rc-user-from-header rc-web-fetch-url
`
const NO_SERVER = 'there is no remote control: use @tranship/core in a program of your own'

/** Every global flag of rclone, those of 1.60 and of today, by its name. */
export const RCLONE_FLAGS: ReadonlyMap<string, RcloneFlag> = new Map<string, RcloneFlag>([
  ...namesIn(DONE_SWITCHES).map((name) => [name, { takesValue: SWITCH, is: 'done' }] as const),
  ...namesIn(DONE_VALUES).map((name) => [name, { takesValue: VALUE, is: 'done' }] as const),
  ...Object.entries(IDLE).map(([name, [takesValue, because]]) => [name, { takesValue, is: 'idle', because }] as const),
  ...Object.entries(REFUSED).map(([name, [takesValue, instead]]) => [name, { takesValue, is: 'refused', instead }] as const),
  ...namesIn(SERVER_SWITCHES).map((name) => [name, { takesValue: SWITCH, is: 'refused', instead: NO_SERVER }] as const),
  ...namesIn(SERVER_VALUES).map((name) => [name, { takesValue: VALUE, is: 'refused', instead: NO_SERVER }] as const),
])

/** Flags that do nothing to what a command does: one that has no use for them may do without. */
export const ABOUT_SPEED_AND_SCREEN: ReadonlySet<string> = new Set(
  namesIn(`
  bwlimit bwlimit-file check-first checkers color default-time human-readable no-traverse order-by progress progress-terminal-title retries retries-sleep stats
  stats-file-name-length stats-log-level stats-one-line stats-one-line-date stats-unit transfers use-server-modtime
`),
)

/** Letters of rclone's global flags. */
export const RCLONE_LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    c: 'checksum',
    f: 'filter',
    I: 'ignore-times',
    i: 'interactive',
    l: 'links',
    M: 'metadata',
    n: 'dry-run',
    P: 'progress',
    q: 'quiet',
    u: 'update',
    v: 'verbose',
  }),
)

function namesIn(text: string): readonly string[] {
  return text.trim().split(/\s+/)
}
