/** Reads uploaded files, one at a time; one that is being read, or waits for it, is not begun again. */
export type UploadReader = {
  readonly begin: (uploadId: string, read: () => Promise<void>) => void
  /** Lets no more begin and waits for the one that is being read. */
  readonly stop: () => Promise<void>
}

/** @param onFailure told of what went wrong beside what `read` itself books */
export function createUploadReader(onFailure: (error: unknown) => void): UploadReader {
  const known = new Set<string>()
  let turn = Promise.resolve()
  let stopped = false
  return {
    begin: (uploadId, read) => {
      if (known.has(uploadId) || stopped) return
      known.add(uploadId)
      turn = turn
        .then(async () => (stopped ? undefined : read()))
        .catch(onFailure)
        .finally(() => known.delete(uploadId))
    },
    stop: async () => {
      stopped = true
      await turn
    },
  }
}
