import type { Address } from '@openledger/core/primitives/address.ts'
import type { z } from 'zod'

/** What an account has typed in a form and not sent yet, kept in this browser. */
export type KeptDraft<Draft> = {
  /** As it was typed last; the empty form where nothing was, or where what is kept is of another shape. */
  readonly load: (account: Address) => Draft
  /** Keeps it; undefined forgets it. */
  readonly save: (account: Address, draft: Draft | undefined) => void
}

/** @param form names the form among others */
export function keptDraft<Draft>(form: string, schema: z.ZodType<Draft>, empty: Draft): KeptDraft<Draft> {
  const nameOf = (account: Address) => `openledger.draft.${form}.${account}`
  return {
    load: (account) => {
      try {
        return schema.parse(JSON.parse(localStorage.getItem(nameOf(account)) ?? ''))
      } catch {
        return empty
      }
    },
    save: (account, draft) => {
      if (draft === undefined) localStorage.removeItem(nameOf(account))
      else localStorage.setItem(nameOf(account), JSON.stringify(draft))
    },
  }
}
