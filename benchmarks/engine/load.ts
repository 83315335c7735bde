import type { AdapterRef, Message } from '@openledger/engine/engine.ts'

/** Tokens of every prompt, and the most of every answer. */
export const [TOKENS_IN, TOKENS_OUT] = [64, 64] as const

/** What is asked, and how many at a time: each answer lets the next one in (closed loop). */
export type Load = { readonly atOnce: number; readonly requests: readonly Asked[] }
export type Asked = { readonly messages: readonly Message[]; readonly adapters: readonly AdapterRef[] }

/** How a load went: seconds in all, tokens produced, and how long each request waited before its prompt was read, ms. */
export type Outcome = { readonly seconds: number; readonly tokens: number; readonly waits_ms: readonly number[] }

/** Something that answers. */
export type Peer = {
  readonly name: string
  readonly run: (load: Load) => Promise<Outcome>
  readonly close: () => Promise<void>
}

export const rate = ({ tokens, seconds }: Outcome): number => tokens / seconds
