import * as Flags from '@oclif/core/flags'
import { ConfigError, type Fs } from '@tranship/core'

/** What an Fs may leave out. */
type Optional = { [Method in keyof Fs]-?: undefined extends Fs[Method] ? Method : never }[keyof Fs]

/** Features by rclone's names for them, in lower case. */
const METHODS: Readonly<Record<string, Optional>> = {
  about: 'about',
  cleanup: 'cleanUp',
  copy: 'copy',
  dirmove: 'moveDirectory',
  listr: 'listAll',
  move: 'move',
  publiclink: 'publicLink',
  purge: 'purge',
  settier: 'setTier',
}

/** Methods that an Fs is to do without. */
export type DisabledFeatures = ReadonlySet<Optional>

/** `--disable copy,move`: what the service could do by itself is done without it. */
export const disableFlag = Flags.custom<DisabledFeatures>({
  parse: async (text, _context, { name }) => {
    const names = text.split(',').map((word) => word.trim().toLowerCase())
    return new Set(
      names.map((word) => {
        const method = Object.hasOwn(METHODS, word) ? METHODS[word] : undefined
        if (method === undefined)
          throw new ConfigError(`--${name}: there is no feature ${JSON.stringify(word)}: say ${Object.keys(METHODS).join(', ')}`)
        return method
      }),
    )
  },
})

/** The Fs without these methods: whoever uses it takes the way that needs none of them. */
export function without(fs: Fs, disabled: DisabledFeatures): Fs {
  if (disabled.size === 0) return fs
  const kept = Object.entries(fs).filter(([name]) => !disabled.has(name as Optional))
  return Object.fromEntries(kept) as unknown as Fs
}
