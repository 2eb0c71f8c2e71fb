import type { OptionTable } from '@tranship/core/backend'

const MEBIBYTE = 1024 ** 2

/** How bytes and listings travel. */
export const TRANSFERRING = {
  decompress: {
    type: 'boolean',
    help: 'If set this will decompress gzip encoded objects.\nObjects with "Content-Encoding: gzip" are then read as what they were before. Their size and hash are not known before reading.',
    default: false,
    advanced: true,
  },
  endpoint: {
    type: 'string',
    help: 'Custom endpoint for the storage API.\nLeave blank to use the provider default.',
    choices: [
      { value: 'storage.example.org', help: 'Specify a custom endpoint' },
      { value: 'storage.example.org:4443', help: 'Specifying a custom endpoint with port' },
      { value: 'storage.example.org:4443/gcs/api', help: "Specifying a subpath, see the note, uploads won't use the custom path!" },
    ],
    advanced: true,
  },
  chunk_size: {
    type: 'size',
    help: 'Files above this size are uploaded in chunks of it, and an upload that was cut off goes on at the last one.\nIt is a multiple of 256Ki. One chunk is held in memory for each upload.',
    default: 16 * MEBIBYTE,
    advanced: true,
  },
  list_chunk: {
    type: 'integer',
    help: 'Number of names asked for at a time when listing.\nThe service gives at most 1000.',
    default: 1000,
    advanced: true,
  },
} as const satisfies OptionTable
