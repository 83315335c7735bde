/** Ether that the operator gives for gas within 24 hours: to one account, and to all of them, wei. */
export type GasLimits = { readonly account: bigint; readonly all: bigint }

/** 0.05 and 1 ether. */
export const GAS_LIMITS: GasLimits = { account: 50_000_000_000_000_000n, all: 1_000_000_000_000_000_000n }
