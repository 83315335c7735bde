import type { VoucherDue } from '@openledger/core/api/generation.ts'
import { recoverVoucherSigner, voucherTypedData } from '@openledger/core/eip712/voucher.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import fc from 'fast-check'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { expect, test } from 'vitest'
import type { OpenLedger } from './createOpenLedger.ts'
import { signDue } from './signDue.ts'

const channelId = `0x${'c'.repeat(64)}` as const
const escrow = `0x${'e'.repeat(40)}` as const
const signer = privateKeyToAccount(generatePrivateKey())
const stranger = privateKeyToAccount(generatePrivateKey())
const domain = { chainId: 31337, verifyingContract: escrow }
// As much of what the gateway says of itself as is looked at.
const ledger = { info: { chainId: 31337, addresses: { paymentEscrow: escrow } } } as unknown as OpenLedger
const signing = { ledger, channelId, signer, maxFee: 100n }
const sign = (cumulative: bigint, by = signer, of: `0x${string}` = channelId) =>
  by.signTypedData(voucherTypedData({ channelId: of, cumulative }, domain))
const due = (more: Partial<VoucherDue> = {}): VoucherDue => ({
  channelId,
  fee: '40',
  cumulative: '40',
  before: { cumulative: '0', signature: null },
  ...more,
})
const codeOf = async (asked: VoucherDue) =>
  signDue(asked, signing).then(
    () => 'signed',
    (error: unknown) => OpenLedgerError.find(error)?.code,
  )

test('signs what adds the fee to what this signer signed before', async () => {
  const first = await signDue(due(), signing)
  expect(await recoverVoucherSigner({ channelId, cumulative: 40n }, domain, first)).toBe(toAddress(signer.address))
  const next = due({ cumulative: '80', before: { cumulative: '40', signature: first } })
  expect(await signDue(next, signing)).toBe(await sign(80n))
})

test('signs nothing for more than a call may cost', async () => {
  expect(await codeOf(due({ fee: '100', cumulative: '100' }))).toBe('signed')
  expect(await codeOf(due({ fee: '101', cumulative: '101' }))).toBe('SDK_FEE_TOO_HIGH')
})

test('signs nothing that an earlier voucher of its own does not lead to', async () => {
  const other = `0x${'d'.repeat(64)}` as const
  const cases: VoucherDue[] = [
    due({ cumulative: '41' }),
    due({ channelId: other }),
    due({ cumulative: '540', before: { cumulative: '500', signature: null } }),
    due({ cumulative: '540', before: { cumulative: '500', signature: await sign(500n, stranger) } }),
    due({ cumulative: '540', before: { cumulative: '500', signature: await sign(400n) } }),
    due({ cumulative: '540', before: { cumulative: '500', signature: await sign(500n, signer, other) } }),
    due({ cumulative: '540', before: { cumulative: '500', signature: '0x' } }),
  ]
  for (const one of cases) expect(await codeOf(one)).toBe('SDK_VOUCHER_DOUBTFUL')
})

test('whatever is asked, the greatest sum that was signed grows by the greatest fee at most', async () => {
  const amount = fc.bigInt({ min: 0n, max: 300n })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(amount, amount, fc.nat(3)), { maxLength: 8 }), async (asks) => {
      const signed = new Map<bigint, `0x${string}`>()
      let greatest = 0n
      for (const [fee, before, trick] of asks) {
        // A gateway shows what it has: any earlier voucher, none, or one of somebody else.
        const shown = trick === 0 ? null : trick === 1 ? await sign(before, stranger) : (signed.get(before) ?? null)
        const cumulative = before + fee + (trick === 3 ? 1n : 0n)
        const asked = due({
          fee: `${fee}`,
          cumulative: `${cumulative}`,
          before: { cumulative: `${before}`, signature: shown },
        })
        const made = await signDue(asked, signing).catch(() => undefined)
        if (made === undefined) continue
        expect(cumulative).toBeLessThanOrEqual(greatest + signing.maxFee)
        signed.set(cumulative, made)
        if (cumulative > greatest) greatest = cumulative
      }
    }),
    { numRuns: 60 },
  )
})
