import { expect, test } from 'vitest'
import type { Receipt } from '../eip712/receipt.ts'
import { commitment } from '../ids/commitment.ts'
import { recordId } from '../ids/recordId.ts'
import { canonicalJson } from '../json/canonicalJson.ts'
import { toAddress } from '../primitives/address.ts'
import { hashText, saltedHash } from '../primitives/hash.ts'
import { type CallContent, callContentBytes, readCallContent } from './callContent.ts'

const chainId = 31_337
const salt = hashText('salt')
const contributor = toAddress(`0x${'ab'.repeat(20)}`)
const record = { kind: 'document' as const, title: 'T', text: 'words', url: 'https://example.org' }
const datanetId = hashText('datanet')
const parts = { chainId, datanetId, contributor, recordId: recordId(record), salt: hashText('record salt') }
const content: CallContent = {
  kind: 'openledger.call',
  version: 1,
  callId: hashText('call'),
  salt,
  messages: [{ role: 'user', content: 'what?' }],
  answer: 'that',
  documents: [
    {
      commitment: commitment(parts),
      versionRoot: hashText('version'),
      datanetId,
      contributor,
      salt: parts.salt,
      content: record,
    },
  ],
}
const receipt: Receipt = {
  callId: content.callId,
  channelId: hashText('channel'),
  sequence: 1n,
  cumulativeBefore: 0n,
  cumulativeAfter: 5n,
  components: [{ modelId: hashText('model'), scalePpm: 1_000_000, priceVersion: 1 }],
  retrievedVersions: [hashText('version')],
  requestHash: saltedHash(salt, canonicalJson(content.messages)),
  responseHash: saltedHash(salt, content.answer),
  inputTokens: 1,
  outputTokens: 2,
  fee: 5n,
  time: 1n,
}

test('content comes back as it was given', () => {
  expect(readCallContent(callContentBytes(content), receipt, chainId)).toEqual(content)
})

test('content that is not the receipt’s is refused, whatever of it was changed', () => {
  const [document] = content.documents
  if (document === undefined) throw new TypeError('no document')
  const lies: CallContent[] = [
    { ...content, callId: hashText('other') },
    { ...content, salt: hashText('other') },
    { ...content, messages: [{ role: 'user', content: 'who?' }] },
    { ...content, answer: 'this' },
    { ...content, documents: [{ ...document, content: { ...record, text: 'other words' } }] },
    { ...content, documents: [{ ...document, contributor: toAddress(`0x${'cd'.repeat(20)}`) }] },
    { ...content, documents: [{ ...document, versionRoot: hashText('foreign') }] },
  ]
  for (const lie of lies) {
    expect(() => readCallContent(callContentBytes(lie), receipt, chainId)).toThrow(
      expect.objectContaining({ code: 'CONTENT_WRONG' }),
    )
  }
})
