import { encodeAbiParameters, keccak256, parseAbiParameters } from 'viem'
import { expect, test } from 'vitest'
import { canonicalHash } from '../json/canonicalJson.ts'
import { toAddress } from '../primitives/address.ts'
import { hashText } from '../primitives/hash.ts'
import { channelId } from './channelId.ts'
import { choiceCallId } from './choiceCallId.ts'
import { commitment } from './commitment.ts'
import { contributionId } from './contributionId.ts'
import { datanetId } from './datanetId.ts'
import { grantId } from './grantId.ts'
import { modelId } from './modelId.ts'
import { recordId } from './recordId.ts'

const [a, b, c] = [hashText('a'), hashText('b'), hashText('c')]
const [x, y, z, w] = ['x', 'y', 'z', 'w'].map((name) => toAddress(hashText(name).slice(0, 42))) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
]

test('each id is keccak(abi.encode(…)) of protocol §1', () => {
  const hash = (types: string, values: readonly unknown[]) =>
    keccak256(encodeAbiParameters(parseAbiParameters(types), values as never))
  expect(recordId({ answer: 'A', prompts: ['q'] })).toBe(canonicalHash({ prompts: ['q'], answer: 'A' }))
  expect(commitment({ chainId: 1, datanetId: a, contributor: x, recordId: b, salt: c })).toBe(
    hash('uint256, bytes32, address, bytes32, bytes32', [1n, a, x, b, c]),
  )
  expect(datanetId({ chainId: 1, owner: x, slug: 'medical' })).toBe(
    hash('uint256, address, string', [1n, x, 'medical']),
  )
  expect(contributionId({ datanetId: a, contributor: x, root: b })).toBe(hash('bytes32, address, bytes32', [a, x, b]))
  expect(grantId({ datanetId: a, developer: x })).toBe(hash('bytes32, address', [a, x]))
  expect([choiceCallId(a, 0), choiceCallId(a, 2)]).toEqual([a, hash('bytes32, uint256', [a, 2n])])
  expect(modelId({ chainId: 1, developer: x, baseHash: a, adapterHash: b, manifestHash: c, name: 'm' })).toBe(
    hash('uint256, address, bytes32, bytes32, bytes32, string', [1n, x, a, b, c, 'm']),
  )
  expect(channelId({ chainId: 1, escrow: x, payer: y, operator: z, signer: w })).toBe(
    hash('uint256, address, address, address, address', [1n, x, y, z, w]),
  )
})

test('addresses are lower-cased or refused', () => {
  expect(toAddress(`0x${'AB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`)
  expect(() => toAddress('0x12')).toThrowError(expect.objectContaining({ code: 'CORE_INPUT_INVALID' }))
})
