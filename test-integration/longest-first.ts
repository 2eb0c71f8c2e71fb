import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take minutes, so that no worker is left with one of them when the others have ended. */
const LONG = [/swift\/src\/conformance/, /s3\/src\/conformance/, /differential\/local/, /doctor/, /differential\/ceph/, /requests\.test/]

/** Vitest's order, the long files before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (LONG.findIndex((name) => name.test(moduleId)) + LONG.length + 1) % (LONG.length + 1)
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}
