import { readFile } from 'node:fs/promises'
import { ConfigError, type ConfigText, configProblem, isConfigError, type Log, parseConfig, printConfig } from '@tranship/core'
import { withLock } from './config-lock.js'
import { decodeText, decryptConfig, encryptConfig, isEncrypted } from './encrypted-config.js'
import { isMissing, linkTarget, makeParents, replaceFile } from './replace-file.js'

/** How long to wait for another process that is changing the file, in milliseconds. */
const PATIENCE = 10_000

/** A config file that other processes read and change too. Each call looks at the file anew. */
export interface ConfigFile {
  readonly path: string
  /** A missing file is an empty config, and told to `log`. Rejects with a ConfigError for one that cannot be read. */
  read(log?: Log): Promise<ConfigText>
  /**
   * Saves what `change` makes of the config, and gives it. No change of another process is lost in between. The file is
   * not touched if nothing changes or `change` throws; an encrypted one stays so. Rejects with a ConfigError if it cannot be saved.
   */
  update(change: (config: ConfigText) => ConfigText): Promise<ConfigText>
  /** Makes the file if there is none. */
  touch(): Promise<void>
  /** Whether the file is encrypted; no password is needed for that. */
  isEncrypted(): Promise<boolean>
  /** Encrypts the file with this password from now on; undefined: writes it as plain text. */
  setPassword(password: string | undefined): Promise<void>
}

export interface ConfigFileOptions {
  /** How long to wait for another process that is changing the file, in milliseconds. */
  readonly patience?: number
  /** What may be the password of an encrypted file, in the order of trying; absent: such a file cannot be read. */
  readonly passwords?: () => AsyncIterable<string>
  /** Once it is aborted, failures are rejected as they are: its reason may be among them. */
  readonly signal?: AbortSignal
}

/** What is in the file, and the password that opened it; none for plain text. */
interface Content {
  readonly text: string
  readonly password?: string | undefined
}

export function openConfigFile(path: string, { patience = PATIENCE, passwords = noPasswords, signal }: ConfigFileOptions = {}): ConfigFile {
  let rightBefore: string | undefined

  /** Any failure but a ConfigError as one that says which file, and why. */
  const naming = async <Result>(verb: string, action: () => Promise<Result>): Promise<Result> => {
    try {
      return await action()
    } catch (error) {
      if (isConfigError(error) || signal?.aborted) throw error
      throw new ConfigError(`cannot ${verb} the config file ${JSON.stringify(path)}: ${(error as Error).message}`, { cause: error })
    }
  }

  /** Undefined if there is no file. */
  const load = async (): Promise<Content | undefined> => {
    const text = await textOf(path)
    if (text === undefined || !isEncrypted(text)) return text === undefined ? undefined : { text }
    if (rightBefore !== undefined) {
      const plain = await decryptConfig(text, rightBefore)
      if (plain !== undefined) return { text: plain, password: rightBefore }
    }
    for await (const password of passwords()) {
      const plain = await decryptConfig(text, password)
      if (plain === undefined) continue
      rightBefore = password
      return { text: plain, password }
    }
    throw new ConfigError(`the config file ${JSON.stringify(path)} is encrypted, and none of the passwords opens it`)
  }

  /** Alone with the file: what `work` makes of its content is written, if anything. */
  const rewrite = (work: (content: Content | undefined) => Content | undefined) =>
    naming('save', async () => {
      const file = await linkTarget(path)
      await makeParents(file)
      await load() // a person may have to type a password: not while others wait
      await withLock(file, patience, async () => {
        const after = work(await load())
        if (after === undefined) return
        await replaceFile(file, after.password === undefined ? after.text : await encryptConfig(after.text, after.password))
        rightBefore = after.password
      })
    })

  return {
    path,
    read: (log) =>
      naming('read', async () => {
        const content = await load()
        if (content === undefined) log?.('notice', `Config file ${JSON.stringify(path)} not found - using defaults`)
        return configOf(content)
      }),
    update: async (change) => {
      let after = NOTHING
      await rewrite((content) => {
        const before = configOf(content)
        after = change(before)
        const text = printConfig(after)
        return text === printConfig(before) ? undefined : { text, password: content?.password }
      })
      return after
    },
    touch: () => rewrite((content) => (content === undefined ? { text: '' } : undefined)),
    isEncrypted: () => naming('read', async () => isEncrypted((await textOf(path)) ?? '')),
    setPassword: (password) => rewrite((content) => ({ text: content?.text ?? '', password })),
  }
}

const NOTHING = parseConfig('')

/** Undefined if there is no file. */
async function textOf(path: string): Promise<string | undefined> {
  try {
    return decodeText(await readFile(path))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function configOf(content: Content | undefined): ConfigText {
  const config = parseConfig(content?.text ?? '')
  const problem = configProblem(config)
  if (problem !== undefined) throw new Error(problem)
  return config
}

async function* noPasswords(): AsyncGenerator<string> {}
