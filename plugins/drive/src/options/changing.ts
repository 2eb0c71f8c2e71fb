import type { OptionTable } from '@tranship/core/backend'

const MEBIBYTE = 1024 ** 2

/** How files are written, copied and removed. */
export const CHANGING = {
  use_trash: { type: 'boolean', help: 'Move what is deleted to the trash.\nElse it is gone for good.', default: true, advanced: true },
  upload_cutoff: {
    type: 'size',
    help: 'Files up to this size are sent in one request, larger ones so that a broken upload can go on.',
    default: 8 * MEBIBYTE,
    advanced: true,
  },
  chunk_size: {
    type: 'size',
    help: 'What cannot be read a second time, such as standard input, is sent in pieces of this size, which are kept in memory: a power of two of at least 256Ki.\nFiles are sent as they come, without pieces.',
    default: 8 * MEBIBYTE,
    advanced: true,
  },
  keep_revision_forever: { type: 'boolean', help: 'Keep each revision of a file forever.', default: false, advanced: true },
  acknowledge_abuse: {
    type: 'boolean',
    help: 'Download files that Drive takes for malware or spam too.',
    default: false,
    advanced: true,
  },
  copy_shortcut_content: {
    type: 'boolean',
    help: 'Copy what a shortcut leads to instead of the shortcut.',
    default: false,
    advanced: true,
  },
  server_side_across_configs: {
    type: 'boolean',
    help: 'Let Drive itself copy between this and other remotes that have this option.\nBoth log-ins must see the files.',
    default: false,
    advanced: true,
  },
  stop_on_upload_limit: {
    type: 'boolean',
    help: 'Take the refusal that Drive gives after 750 GiB of uploads in a day as final.\nElse it is taken for a request to slow down.',
    default: false,
    advanced: true,
  },
  stop_on_download_limit: {
    type: 'boolean',
    help: 'Taken for the sake of rclone: that the limit of downloads is reached is final in any case.',
    default: false,
    advanced: true,
  },
} as const satisfies OptionTable
