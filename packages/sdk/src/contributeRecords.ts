import type { Contribution } from '@openledger/core/api/contributions.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { canonicalHash } from '@openledger/core/json/canonicalJson.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { type ContributeOptions, contribute } from './contribute.ts'
import type { ContributionStore } from './contributionStore.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { type ContributionSigner, prepareContribution } from './prepareContribution.ts'

/**
 * Contributes records in one go: salts, commitments and signature are kept in the store first, then sent, then opened
 * by the upload. The same call after a crash finds what it kept and goes on: the same batch is never registered twice.
 * @param request.records contents, at most 1,024, in the order that is signed
 * @returns the contribution with the outcome of each record
 * @throws the gateway's errors; CORE_JSON_INVALID, SDK_TIMEOUT, SDK_UNREACHABLE
 *
 * @example
 * const store = folderContributionStore('contributions')
 * const { records } = await contributeRecords(ledger, { datanetId, account, store, records: [{ kind: 'document', … }] })
 */
export async function contributeRecords(
  ledger: OpenLedger,
  request: {
    readonly datanetId: Hex32
    readonly records: readonly Readonly<Record<string, unknown>>[]
    readonly account: ContributionSigner
    readonly store: ContributionStore
  },
  options: Omit<ContributeOptions, 'renew'> = {},
): Promise<Contribution> {
  const { datanetId, records, account, store } = request
  const contributor = toAddress(account.address)
  const batchKey = canonicalHash([ledger.info.chainId, datanetId, contributor, ...records.map(recordId)])
  let prepared = await store.get(batchKey)
  if (prepared === undefined) {
    prepared = await prepareContribution({ info: ledger.info, datanetId, account, contents: records })
    await store.put(batchKey, prepared)
  }
  const resigned = async () => {
    const again = await prepareContribution({
      info: ledger.info,
      datanetId,
      account,
      contents: records,
      salts: prepared?.records.map(({ salt }) => salt) ?? [],
    })
    await store.put(batchKey, again)
    return again
  }
  return contribute(ledger, prepared, { ...options, renew: resigned })
}
