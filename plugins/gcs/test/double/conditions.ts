import { ApiError, conditionNotMet, invalid } from './api-error.js'
import type { Bucket, StoredObject } from './state.js'

type Generations = Pick<StoredObject, 'generation' | 'metageneration'>

/** Throws unless the conditions of a query hold for what is there; `source` names those for the source of a copy. */
export function demand(query: URLSearchParams, there: Generations | undefined, source: '' | 'Source' = ''): void {
  const holds = (name: string, actual: number): boolean => {
    const wanted = query.get(`if${source}${name}Match`)
    const unwanted = query.get(`if${source}${name}NotMatch`)
    for (const text of [wanted, unwanted])
      if (text !== null && !/^\d+$/.test(text)) throw invalid(`Invalid value for: if${source}${name}Match`)
    return (wanted === null || Number(wanted) === actual) && (unwanted === null || Number(unwanted) !== actual)
  }
  if (!holds('Generation', there?.generation ?? 0)) throw conditionNotMet()
  if (!holds('Metageneration', there?.metageneration ?? 0)) throw conditionNotMet()
}

/** What is set for each object cannot be set where the bucket alone says who may do what. */
export function refuseAcl(bucket: Bucket, ...acls: readonly (string | null)[]): void {
  if (!bucket.isUniform || acls.every((acl) => acl === null)) return
  throw new ApiError(400, 'invalid', 'Cannot insert legacy ACL for an object when uniform bucket-level access is enabled.')
}
