/** The latest ids that are kept. */
const MOST_KEPT = 10_000

/**
 * What this program has moved to the trash: Drive still lets it be read and changed by its id, but for the contract it is gone.
 */
export interface Trashed {
  add(id: string): void
  has(id: string): boolean
  /** It was restored. */
  remove(id: string): void
}

export function createTrashed(): Trashed {
  const ids = new Set<string>()
  return {
    add: (id) => {
      ids.add(id)
      const [oldest] = ids.size > MOST_KEPT ? ids : []
      if (oldest !== undefined) ids.delete(oldest)
    },
    has: (id) => ids.has(id),
    remove: (id) => void ids.delete(id),
  }
}
