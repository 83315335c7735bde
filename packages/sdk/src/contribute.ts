import type { Contribution } from '@openledger/core/api/contributions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'
import type { PreparedContribution } from './prepareContribution.ts'

/**
 * Brings a prepared contribution all the way: relays the signed commitments, waits until they are on chain, uploads
 * the contents that open them, and answers what became of each record. Each step may be repeated: call it again after
 * a crash with the same prepared contribution.
 * @throws the gateway's errors; SDK_TIMEOUT when the chain does not show it within `timeoutMs`
 */
export async function contribute(
  ledger: OpenLedger,
  prepared: PreparedContribution,
  options: { readonly timeoutMs?: number; readonly signal?: AbortSignal } = {},
): Promise<Contribution> {
  const id = prepared.contributionId
  let state = await known(ledger, id)
  if (state === undefined) {
    await ledger.submitContribution(prepared.datanetId, {
      contributor: prepared.contributor,
      root: prepared.root,
      commitments: prepared.records.map((record) => record.commitment),
      deadline: String(prepared.deadline),
      signature: prepared.signature,
    })
  }
  const deadline = Date.now() + (options.timeoutMs ?? 60_000)
  for (;;) {
    options.signal?.throwIfAborted()
    state = await known(ledger, id)
    if (state !== undefined && state.status !== 'submitted') break
    if (Date.now() > deadline) throw new OpenLedgerError(sdkErrors.SDK_TIMEOUT, `Contribution ${id} is not on chain yet`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  if (state.status === 'checked') return state
  const lines = prepared.records.map(({ salt, content }, index) => JSON.stringify({ index, salt, content }))
  return ledger.uploadRecords(id, `${lines.join('\n')}\n`)
}

async function known(ledger: OpenLedger, id: string): Promise<Contribution | undefined> {
  try {
    return await ledger.getContribution(id)
  } catch (error) {
    if (OpenLedgerError.find(error)?.status === 404) return undefined
    throw error
  }
}
