import { brokenAnswerChecks } from './fault-checks/broken-answers.js'
import { brokenRequestChecks } from './fault-checks/broken-requests.js'
import { corruptionChecks } from './fault-checks/corruption.js'
import type { FaultCheck } from './fault-checks/fault-check.js'
import { slowChecks } from './fault-checks/slow.js'

/** What core's layers and a backend promise together about a service that fails for a moment, or a network that does. */
export const faultChecks: readonly FaultCheck[] = [...brokenRequestChecks, ...brokenAnswerChecks, ...corruptionChecks, ...slowChecks]
