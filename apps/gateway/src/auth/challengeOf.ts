import { fromBase64url } from '@openledger/core/json/base64url.ts'
import { z } from 'zod'

const clientDataSchema = z.looseObject({ challenge: z.string().max(128) })

/** The challenge that a passkey's answer says it answers, before anything is believed; undefined when it says none. */
export function challengeOf(clientDataJSON: string): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64url(clientDataJSON))
    return clientDataSchema.parse(JSON.parse(text)).challenge
  } catch {
    return undefined
  }
}
