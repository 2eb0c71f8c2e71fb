import { ConfigError, type ConfigText, type OptionTable, sectionOf } from '@tranship/core'
import { BaseCommand } from '../base-command.js'
import type { Session } from '../session.js'
import { printable } from '../ui/printable.js'
import type { ConfigFile } from './config-file.js'
import { sectionLines } from './section-lines.js'

/** What the commands below `config` share. */
export abstract class ConfigCommand extends BaseCommand {
  /** The config file, which the person agrees to change. */
  protected async toChange(session: Session): Promise<ConfigFile> {
    const file = await session.configFileToChange()
    if (file === undefined) throw new ConfigError('the config file was left as it is')
    return file
  }

  /** Prints lines; on a terminal with what would steer it escaped. */
  protected async print(lines: readonly string[]): Promise<void> {
    for (const line of lines.flatMap((text) => text.split('\n'))) await this.output.line(process.stdout.isTTY ? seen(line) : line)
  }

  protected async printSection(name: string, values: Readonly<Record<string, string>>, shown?: (key: string, value: string) => string) {
    await this.print(sectionLines(name, values, shown))
  }
}

function seen(line: string): string {
  return line.split('\t').map(printable).join('\t')
}

/** The name of a remote, which may be given as in a location: "work:". */
export function remoteName(typed: string): string {
  return typed.replace(/:$/, '')
}

/** The values of a remote. Throws a ConfigError if there is none. */
export function knownSection(config: ConfigText, name: string): Readonly<Record<string, string>> {
  const section = sectionOf(config, name)
  if (section === undefined) throw new ConfigError(`no remote ${JSON.stringify(name)} in the config file`)
  return section
}

/** The options of a type of backend. Rejects with a ConfigError if its plugin is not installed. */
export async function tableOfType(session: Session, type: string): Promise<OptionTable> {
  return (await session.backendOf(`:${type}:`)).backend.options
}
