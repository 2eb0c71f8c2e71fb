/**
 * Compares what each published package promises with its committed report, etc/<entry>.api.md.
 *
 *   node tools/api-reports.mjs [--update]    --update writes the reports anew
 *
 * Each entry of a package's `exports` has a report. A type that is reachable and not exported is an error.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig } from '@microsoft/api-extractor'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const update = process.argv.includes('--update')

const reports = ['packages', 'plugins'].flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true })).flatMap(reportsOf)
const failed = reports.filter((report) => !isAsPromised(report))
if (failed.length > 0) process.exitCode = 1

/** One report for each module that the package in this folder exports. */
function reportsOf({ parentPath, name: folderName }) {
  const folder = join(parentPath, folderName)
  const packageJson = join(folder, 'package.json')
  if (!existsSync(packageJson)) return []
  const { private: unpublished, exports = {} } = JSON.parse(readFileSync(packageJson, 'utf8'))
  if (unpublished) return []
  return Object.values(exports)
    .filter((target) => target.endsWith('.js'))
    .map((target) => {
      const entry = basename(target, '.js')
      return {
        folder,
        packageJson,
        declarations: join(folder, dirname(target), `${entry}.d.ts`),
        name: entry === 'index' ? folderName : entry,
      }
    })
}

function isAsPromised({ folder, packageJson, declarations, name }) {
  const etc = join(folder, 'etc')
  mkdirSync(etc, { recursive: true })
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: packageJson,
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: declarations,
      compiler: { tsconfigFilePath: join(folder, 'tsconfig.json') },
      apiReport: { enabled: true, reportFolder: etc, reportTempFolder: join(folder, 'temp'), reportFileName: `${name}.api.md` },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'error' } },
        extractorMessageReporting: {
          default: { logLevel: 'error' },
          'ae-missing-release-tag': { logLevel: 'none' },
          'ae-undocumented': { logLevel: 'none' },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' } },
      },
    },
  })
  const reportFile = relative(root, config.reportFilePath)
  const { succeeded, apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: update,
    messageCallback: (message) => show(message, reportFile),
  })
  if (apiReportChanged)
    console.error(update ? `${reportFile}: written` : `${reportFile}: the API has changed. If that is meant: pnpm api:update`)
  return succeeded && errorCount === 0
}

/** Errors only; that a report differs is said in our words. */
function show(message, reportFile) {
  if (message.logLevel === 'error') {
    const place = message.sourceFilePath ? `${relative(root, message.sourceFilePath)}:${message.sourceFileLine}` : reportFile
    console.error(`${place}: ${message.text} (${message.messageId})`)
  }
  message.handled = true
}
