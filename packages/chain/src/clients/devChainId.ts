/** Id of the development chain (anvil's default): the only one on which keys that everybody knows and short windows are allowed. */
export const DEV_CHAIN_ID = 31_337
