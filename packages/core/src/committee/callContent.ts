import { z } from 'zod'
import type { Receipt } from '../eip712/receipt.ts'
import { OpenLedgerError } from '../errors/openLedgerError.ts'
import { coreErrors } from '../errors.ts'
import { commitment } from '../ids/commitment.ts'
import { recordId } from '../ids/recordId.ts'
import { canonicalBytes, canonicalJson } from '../json/canonicalJson.ts'
import { parseCanonical } from '../json/parseCanonical.ts'
import { addressSchema } from '../primitives/address.ts'
import { saltedHash } from '../primitives/hash.ts'
import { hex32Schema } from '../primitives/hex.ts'

const messageSchema = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })

/** A retrieved record as the model saw it, with what shows that its commitment names this very text. */
const documentSchema = z.strictObject({
  commitment: hex32Schema,
  versionRoot: hex32Schema,
  datanetId: hex32Schema,
  contributor: addressSchema,
  salt: hex32Schema,
  /** The record's content: `{ kind: 'document', title, text, url, … }`. */
  content: z.looseObject({ kind: z.literal('document'), title: z.string(), text: z.string(), url: z.string() }),
})

/** What an operator hands to a member: all that the attribution of one call needs and that is not public. */
export const callContentSchema = z.strictObject({
  kind: z.literal('openledger.call'),
  version: z.literal(1),
  callId: hex32Schema,
  /** Of the receipt's request and response hashes. */
  salt: hex32Schema,
  /** What the caller wrote. */
  messages: z.array(messageSchema).min(1),
  answer: z.string(),
  /** In the order of the context. */
  documents: z.array(documentSchema).max(64),
})
export type CallContent = z.output<typeof callContentSchema>

/** Canonical JSON of a call's content. */
export function callContentBytes(content: CallContent): Uint8Array {
  return canonicalBytes(z.encode(callContentSchema, content))
}

/**
 * Reads a call's content and checks that it is the one of the receipt: its hashes, and each document's commitment and
 * version.
 * @throws CONTENT_WRONG naming what does not fit; CORE_JSON_NOT_CANONICAL, CORE_INPUT_INVALID
 */
export function readCallContent(bytes: Uint8Array, receipt: Receipt, chainId: number): CallContent {
  const content = parseCanonical(callContentSchema, bytes, 'the content of a call')
  const { salt, messages, answer, documents } = content
  const refuse = (what: string) => {
    throw new OpenLedgerError(coreErrors.CONTENT_WRONG, `${what} of call ${receipt.callId} is not what it was.`)
  }
  if (content.callId !== receipt.callId) refuse('The id')
  if (saltedHash(salt, canonicalJson(messages)) !== receipt.requestHash) refuse('The request')
  if (saltedHash(salt, answer) !== receipt.responseHash) refuse('The answer')
  for (const document of documents) {
    const { datanetId, contributor } = document
    const named = commitment({
      chainId,
      datanetId,
      contributor,
      recordId: recordId(document.content),
      salt: document.salt,
    })
    if (named !== document.commitment) refuse(`Document ${document.commitment}`)
    if (!receipt.retrievedVersions.includes(document.versionRoot)) refuse(`The version of ${document.commitment}`)
  }
  return content
}
