import type { Check } from './check.js'
import { bucketChecks } from './checks/buckets.js'
import { cancellationChecks } from './checks/cancellation.js'
import { checkpointChecks } from './checks/checkpoints.js'
import { concurrencyChecks } from './checks/concurrency.js'
import { conditionChecks } from './checks/conditions.js'
import { copyMoveChecks } from './checks/copy-move.js'
import { costChecks } from './checks/costs.js'
import { directChecks } from './checks/direct.js'
import { directoryChecks } from './checks/directories.js'
import { featureChecks } from './checks/features.js'
import { hashChecks } from './checks/hashes.js'
import { hostileChecks } from './checks/hostile.js'
import { listAllChecks } from './checks/list-all.js'
import { listingChecks } from './checks/listing.js'
import { memoryChecks } from './checks/memory.js'
import { nameChecks } from './checks/names.js'
import { openChecks } from './checks/open.js'
import { purgeChecks } from './checks/purge.js'
import { putChecks } from './checks/put.js'
import { putFailureChecks } from './checks/put-fails.js'
import { readingChecks } from './checks/reading.js'
import { removeChecks } from './checks/remove.js'
import { sequenceChecks } from './checks/sequence.js'
import { statChecks } from './checks/stat.js'
import { timeChecks } from './checks/times.js'

/** Every check of the kit, the simple ones first: what a later one uses has been looked at before. */
export const checks: readonly Check[] = [
  ...featureChecks,
  ...bucketChecks,
  ...putChecks,
  ...openChecks,
  ...directChecks,
  ...statChecks,
  ...listingChecks,
  ...listAllChecks,
  ...directoryChecks,
  ...removeChecks,
  ...purgeChecks,
  ...hashChecks,
  ...timeChecks,
  ...nameChecks,
  ...hostileChecks,
  ...copyMoveChecks,
  ...conditionChecks,
  ...readingChecks,
  ...putFailureChecks,
  ...cancellationChecks,
  ...concurrencyChecks,
  ...checkpointChecks,
  ...sequenceChecks,
  ...costChecks,
  ...memoryChecks,
]
