/** Names of the credit roles by their number in the protocol. */
export const CREDIT_ROLES = {
  1: 'operator',
  2: 'model',
  3: 'stakers',
  4: 'contributor',
  5: 'datanetOwner',
  6: 'datanetPool',
} as const

/** Names of the attribution methods by their number in the protocol. */
export const ATTRIBUTION_METHODS = { 1: 'influence', 2: 'citation', 3: 'flat' } as const

/** Name of a credit role. @throws RangeError for another number */
export function creditRole(role: number): (typeof CREDIT_ROLES)[keyof typeof CREDIT_ROLES] {
  if (role === 1 || role === 2 || role === 3 || role === 4 || role === 5 || role === 6) return CREDIT_ROLES[role]
  throw new RangeError(`There is no role ${role}.`)
}
