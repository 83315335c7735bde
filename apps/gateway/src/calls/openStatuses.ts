/** Of calls that are not over: what is reserved for them stays set aside. */
export const OPEN_STATUSES = ['reserved', 'unpaid'] as const

/** Whether a call is being answered, or waits for its payer's voucher. */
export function isOpen(status: string): boolean {
  return OPEN_STATUSES.some((open) => open === status)
}
