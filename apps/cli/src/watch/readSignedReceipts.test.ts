import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Receipt, receiptTypedData } from '@openledger/core/eip712/receipt.ts'
import { signedReceiptSchema } from '@openledger/core/leaves/receiptLeaf.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readSignedReceipts } from './readSignedReceipts.ts'

const account = privateKeyToAccount(hashText('operator'))
const address = (digit: string) => toAddress(`0x${digit.repeat(40)}`)
const addresses = {
  openToken: address('1'),
  datanetRegistry: address('2'),
  modelRegistry: address('3'),
  paymentEscrow: address('4'),
  settlement: address('5'),
  bondVault: address('6'),
  challenges: address('7'),
  recordDisputes: address('8'),
  staking: address('9'),
  committee: address('a'),
  trainingFees: address('b'),
  datanetRatings: address('c'),
  deployBlock: 0,
}
const view = { chainId: 31_337, addresses, operator: toAddress(account.address) }
const receipt: Receipt = {
  callId: hashText('call'),
  channelId: hashText('channel'),
  sequence: 1n,
  cumulativeBefore: 0n,
  cumulativeAfter: 5n,
  components: [{ modelId: hashText('model'), scalePpm: 1_000_000, priceVersion: 1 }],
  retrievedVersions: [],
  requestHash: hashText('request'),
  responseHash: hashText('response'),
  inputTokens: 1,
  outputTokens: 2,
  fee: 5n,
  time: 1n,
}

test('only receipts that the operator signed for this settlement count', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'openledger-receipts-')), 'receipts.json')
  const sign = (verifyingContract: `0x${string}`) =>
    account.signTypedData(receiptTypedData(receipt, { chainId: 31_337, verifyingContract }))
  const own = { receipt, signature: await sign(addresses.settlement) }
  const elsewhere = { receipt, signature: await sign(addresses.openToken) }
  const broken = { receipt, signature: `0x${'ff'.repeat(65)}` as const }
  const list = z.encode(z.array(signedReceiptSchema), [own, elsewhere, broken])
  await writeFile(file, JSON.stringify(list))
  expect(await readSignedReceipts(file, view)).toEqual([own])
  await writeFile(file, '{}')
  await expect(readSignedReceipts(file, view)).rejects.toMatchObject({ code: 'CLI_FILE_INVALID' })
  await expect(readSignedReceipts(`${file}.none`, view)).rejects.toMatchObject({ code: 'CLI_USAGE' })
})
