/** Where the chain package says what it did: facts only, no secrets. */
export type ChainLogger = {
  info(message: string, facts?: Readonly<Record<string, string | number | boolean>>): void
  warn(message: string, facts?: Readonly<Record<string, string | number | boolean>>): void
}

/** Says nothing. */
export const silentLogger: ChainLogger = { info: () => undefined, warn: () => undefined }
