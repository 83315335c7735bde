/** Calls that are being answered now. */
export type OpenCalls = {
  /** Keeps track of a call until it has settled or failed. */
  readonly track: (work: Promise<unknown>) => void
  /** Resolves when none is left. */
  readonly drain: () => Promise<void>
  readonly count: () => number
}

/** An empty register of open calls. */
export function createOpenCalls(): OpenCalls {
  const open = new Set<Promise<unknown>>()
  return {
    track: (work) => {
      const settled = work.catch(() => {}).finally(() => open.delete(settled))
      open.add(settled)
    },
    drain: async () => {
      while (open.size > 0) await Promise.all(open)
    },
    count: () => open.size,
  }
}
