/** What one account may have on its way at once. */
export const uploadLimits = {
  /** Files. */
  count: 20,
  /** Bytes of them all. */
  bytes: 8 * 2 ** 30,
  /** Bytes that stay free on the disk. */
  reserve: 2 ** 30,
  /** How long an announced file is kept, in seconds. */
  keep_s: 7 * 86_400,
} as const
