import type { Contribution } from '@openledger/core/api/contributions.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'
import { ledgerTime } from './ledgerTime.ts'
import type { PreparedContribution } from './prepareContribution.ts'

/** Waits between looks, in ms; every so many looks, what is not on chain yet is submitted again. */
const LOOK_MS = 200
const LOOKS_PER_SUBMISSION = 25
/** A signature that ends sooner than this (s) is renewed before it is sent. */
const DEADLINE_MARGIN_S = 60

export type ContributeOptions = {
  /** For the whole way, in ms. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  /** SPDX expression of the licence that the records' source is under, e.g. CC-BY-4.0. */
  readonly licence?: string | undefined
  /** Signs the same batch again with a later deadline, and keeps it. */
  readonly renew?: () => Promise<PreparedContribution>
}

/**
 * Brings a prepared contribution all the way: relays the signed commitments, waits until they are on chain, uploads
 * the contents that open them, and answers what became of each record. Each step may be repeated: call it again after
 * a crash with the same prepared contribution. A gateway or chain that is away meanwhile is waited for.
 * @throws the gateway's errors; SDK_TIMEOUT when it is not done within `timeoutMs`
 */
export async function contribute(
  ledger: OpenLedger,
  prepared: PreparedContribution,
  options: ContributeOptions = {},
): Promise<Contribution> {
  return bring(ledger, prepared, options, (current) => upload(ledger, current, options.licence))
}

/**
 * Brings a prepared contribution on chain, and no further: commitments without content. Also answers for one that has
 * come further already.
 * @throws as {@link contribute}
 */
export async function registerContribution(
  ledger: OpenLedger,
  prepared: PreparedContribution,
  options: ContributeOptions = {},
): Promise<Contribution> {
  return bring(ledger, prepared, options, async (_, state) => state)
}

async function bring(
  ledger: OpenLedger,
  prepared: PreparedContribution,
  options: ContributeOptions,
  onChain: (current: PreparedContribution, state: Contribution) => Promise<Contribution>,
): Promise<Contribution> {
  const id = prepared.contributionId
  const deadline = Date.now() + (options.timeoutMs ?? 60_000)
  let current = prepared
  let trouble: OpenLedgerError | undefined
  for (let look = 0; ; look++) {
    options.signal?.throwIfAborted()
    try {
      const state = await known(ledger, id)
      if (state?.status === 'checked') return state
      if (state !== undefined && state.status !== 'submitted') return await onChain(current, state)
      if (look % LOOKS_PER_SUBMISSION === 0) {
        if (options.renew !== undefined && current.deadline < (await ledgerTime(ledger.info)) + DEADLINE_MARGIN_S) {
          current = await options.renew()
        }
        await submit(ledger, current)
      }
      trouble = undefined
    } catch (error) {
      trouble = OpenLedgerError.find(error)
      if (trouble === undefined || !passes(trouble)) throw error
    }
    if (Date.now() > deadline) {
      throw new OpenLedgerError(sdkErrors.SDK_TIMEOUT, `Contribution ${id} is not on chain yet.`, { cause: trouble })
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** Trouble that ends by waiting: nobody answers, or the chain went back between two steps. */
export function passes(error: OpenLedgerError): boolean {
  return error.status === 503 || error.status === 504 || error.code === 'CONTRIBUTION_NOT_ON_CHAIN'
}

async function submit(ledger: OpenLedger, prepared: PreparedContribution): Promise<void> {
  const { datanetId, contributor, root, records, deadline, signature } = prepared
  const commitments = records.map(({ commitment }) => commitment)
  const body = { contributor, root, commitments, deadline: String(deadline), signature }
  try {
    await ledger.submitContribution(datanetId, body)
  } catch (error) {
    // Registered meanwhile, perhaps by this very submission before its answer was lost.
    if (OpenLedgerError.find(error)?.code === 'CONTRIBUTION_EXISTS') return
    if (OpenLedgerError.find(error)?.details['errorName'] === 'ContributionExists') return
    throw error
  }
}

async function upload(
  ledger: OpenLedger,
  prepared: PreparedContribution,
  licence: string | undefined,
): Promise<Contribution> {
  const lines = prepared.records.map(({ salt, content }, index) => JSON.stringify({ index, salt, content }))
  return ledger.uploadRecords(prepared.contributionId, `${lines.join('\n')}\n`, { licence })
}

async function known(ledger: OpenLedger, id: string): Promise<Contribution | undefined> {
  try {
    return await ledger.getContribution(id)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === 'CONTRIBUTION_NOT_FOUND') return undefined
    throw error
  }
}
