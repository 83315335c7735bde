import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { collectCall } from '@openledger/chain/calls/paymentEscrowCalls.ts'
import { postEpochCall } from '@openledger/chain/calls/settlementCalls.ts'
import { voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Ledger } from './ledger.ts'

/** Puts blobs where a reader of a folder of published data looks for them. */
export async function publishBlobs(folder: string, blobs: ReadonlyMap<Hex32, Uint8Array>): Promise<void> {
  for (const [hash, bytes] of blobs) {
    const file = join(folder, hash.slice(2, 4), hash.slice(4))
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
}

/** Collects vouchers up to these cumulatives (channels that stand there already are left alone), then posts, as the operator. */
export async function collectAndPost(ledger: Ledger, epoch: Epoch, collect: ReadonlyMap<Hex32, bigint>): Promise<void> {
  const { chain } = ledger
  const operator = ledger.wallet(ledger.operator)
  const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.paymentEscrow }
  const vouchers = []
  for (const { channelId, payer } of ledger.channels) {
    const cumulative = collect.get(channelId) ?? 0n
    const { collected } = await chain.paymentEscrow.read.channelOf([channelId])
    if (cumulative <= collected) continue
    const voucher = { channelId, cumulative }
    const signer = toAddress(payer.address)
    vouchers.push({ voucher, payer: signer, signature: await payer.signTypedData(voucherTypedData(voucher, domain)) })
  }
  await operator.send(collectCall(chain.addresses, vouchers), 'Collecting')
  await operator.send(postEpochCall(chain.addresses, epoch), `Posting epoch ${epoch.number}`)
}
