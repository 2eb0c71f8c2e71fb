/** The operations whose requests are counted: each on a small object, `list` and `listAll` by the page, `removeMany` by the call. */
export type CountedOperation = 'stat' | 'open' | 'put' | 'list' | 'remove' | 'copy' | 'move' | 'setModTime' | 'removeMany'

/** What a backend may cost at most. What is not named is not looked at. */
export interface Budgets {
  /** Requests for one operation. */
  readonly requests?: Readonly<Partial<Record<CountedOperation, number>>>
  /** Bytes of memory that a body may take while it is written or read, however large it is. */
  readonly memory?: number
}

/** What the kit is told besides the Fs, for the checks of what an Fs cannot show. */
export interface Told {
  readonly budgets: Budgets
  /** Whether `requests` counts. */
  readonly countsRequests: boolean
  /** Whether `storageClass` can look behind the Fs. */
  readonly seesStorageClasses: boolean
}
