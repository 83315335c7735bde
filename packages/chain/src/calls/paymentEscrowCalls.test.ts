import {
  compactSignatureToSignature,
  decodeFunctionData,
  numberToHex,
  parseCompactSignature,
  serializeSignature,
  zeroHash,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { paymentEscrowAbi } from '../abi/paymentEscrow.ts'
import { collectCall } from './paymentEscrowCalls.ts'

const at = (digit: string) => `0x${digit.repeat(40)}` as const
const addresses = {
  openToken: at('1'),
  datanetRegistry: at('2'),
  modelRegistry: at('3'),
  paymentEscrow: at('4'),
  settlement: at('5'),
  bondVault: at('6'),
  challenges: at('7'),
  recordDisputes: at('8'),
  staking: at('a'),
  committee: at('b'),
  trainingFees: at('c'),
  datanetRatings: at('d'),
  deployBlock: 0,
}
const voucher = { channelId: numberToHex(9, { size: 32 }), cumulative: 5n }
const collected = (signature: `0x${string}`) => {
  const { data } = collectCall(addresses, [{ voucher, payer: at('9'), signature }])
  const { functionName, args } = decodeFunctionData({ abi: paymentEscrowAbi, data })
  if (functionName !== 'collect') throw new Error(functionName)
  return args[0][0]
}

test('a voucher is collected with the short form of its signature', async () => {
  for (const key of [1n, 2n, 3n, 4n, 5n, 6n]) {
    const account = privateKeyToAccount(numberToHex(key, { size: 32 }))
    const signature = await account.signMessage({ message: `voucher ${key}` })
    const given = collected(signature)
    if (given === undefined) throw new Error('no voucher')
    expect(given).toMatchObject({ ...voucher, payer: at('9') })
    const compact = parseCompactSignature(`${given.r}${given.vs.slice(2)}`)
    expect(serializeSignature(compactSignatureToSignature(compact))).toBe(signature)
  }
})

test('what is no signature in its one form becomes a signature of nobody', () => {
  const none = { r: zeroHash, vs: zeroHash }
  const [r, low, high] = [`${'11'.repeat(32)}`, `${'22'.repeat(32)}`, `${'f2'.repeat(32)}`]
  expect(collected('0x')).toMatchObject(none)
  expect(collected(`0x${r}${low}1d`)).toMatchObject(none)
  expect(collected(`0x${r}${high}1b`)).toMatchObject(none)
  expect(collected(`0x${r}${low}1b00`)).toMatchObject(none)
})
