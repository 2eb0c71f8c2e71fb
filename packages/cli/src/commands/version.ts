import { arch, platform, release } from 'node:os'
import { BaseCommand } from '../base-command.js'

export default class Version extends BaseCommand {
  static override summary = 'Print the version.'

  async run(): Promise<void> {
    await this.parse(Version)
    await this.output.line(`tranship v${this.config.version}`)
    await this.output.line(`- os/type: ${platform()}`)
    await this.output.line(`- os/arch: ${arch()}`)
    await this.output.line(`- os/kernel: ${release()}`)
    await this.output.line(`- node/version: ${process.versions.node}`)
  }
}
