import { stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { makeHandOver, openHandOver } from './handOver.ts'
import { createSealKey } from './sealBox.ts'

const requestId = hashText('request')
const content = stringToBytes('content')
const [ann, ben, cat] = ['aa', 'bb', 'cc'].map((byte) => toAddress(`0x${byte.repeat(20)}`)) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
]

test('each member opens its own part, nobody another’s, and nobody one of another request', async () => {
  const [annKey, benKey] = [await createSealKey(), await createSealKey()]
  const members = [
    { member: ann, publicKey: annKey.publicKey },
    { member: ben, publicKey: benKey.publicKey },
  ]
  const bytes = await makeHandOver(requestId, content, members)
  expect(await openHandOver(bytes, requestId, ann, annKey)).toEqual(content)
  expect(await openHandOver(bytes, requestId, ben, benKey)).toEqual(content)
  expect(await openHandOver(bytes, requestId, cat, annKey)).toBeUndefined()
  expect(await openHandOver(bytes, hashText('other'), ann, annKey)).toBeUndefined()
  await expect(openHandOver(bytes, requestId, ben, annKey)).rejects.toMatchObject({ code: 'SEAL_BROKEN' })
  await expect(openHandOver(stringToBytes('{}'), requestId, ann, annKey)).rejects.toMatchObject({
    code: 'CORE_INPUT_INVALID',
  })
})
