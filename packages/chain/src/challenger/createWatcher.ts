import type { DataStore } from '@openledger/core/data/dataStore.ts'
import type { TreeName } from '@openledger/core/data/epochManifest.ts'
import type { Epoch } from '@openledger/core/epoch/epoch.ts'
import type { PreviousEpoch } from '@openledger/core/epoch/epochFacts.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import type { EpochEvidence, FaultSearch } from '@openledger/core/faults/faultFacts.ts'
import { findFaults } from '@openledger/core/faults/findFaults.ts'
import type { FoundFault } from '@openledger/core/faults/foundFault.ts'
import { type FaultReader, loadFaultFacts } from '@openledger/core/faults/loadFaultFacts.ts'
import { unshownRecords } from '@openledger/core/faults/unshownRecords.ts'
import { withShown } from '@openledger/core/faults/withShown.ts'
import type { SignedReceipt } from '@openledger/core/leaves/receiptLeaf.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import type { ChainReader, PostedEpoch } from '@openledger/core/verify/chainReader.ts'
import type { Difference } from '@openledger/core/verify/difference.ts'
import { verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import type { Chain } from '../clients/createChain.ts'
import { type EncodedFault, encodeFault } from './encodeFault.ts'
import { type Evidence, loadEvidence } from './loadEvidence.ts'
import { hasProver } from './proverAbis.ts'
import { readShownPlaces } from './readShownPlaces.ts'
import { tryFault } from './tryFault.ts'
import { type Unshown, type UnshownCall, unshownCalls, unsignedChunks } from './unshown.ts'

/** What a watcher found out about one posted epoch. */
export type WatchedEpoch = {
  readonly number: bigint
  readonly epochHash: `0x${string}`
  /**
   * holds: everything derives again · faulty: at least one fault is provable, or the claims root is not that of the payouts,
   * which becomes provable by demands · unprovable: it differs, and no prover takes
   * what differs · unavailable: published data is missing, damaged or not what the post commits to
   */
  readonly verdict: 'holds' | 'faulty' | 'unprovable' | 'unavailable'
  /** The epoch as it was posted. */
  readonly epoch: Epoch
  /** Trees that are not published as they were posted, and not answered on chain either: `playData` demands them. */
  readonly missing: readonly TreeName[]
  /** What stands behind leaves and is neither published nor shown on chain: `playData` demands it. */
  readonly unshown: Unshown
  readonly difference: Difference | undefined
  /** Faults whose proofs the provers accept, at most one of each kind. */
  readonly provable: readonly EncodedFault[]
  /** Kinds of faults that were found, provable or not. */
  readonly found: readonly string[]
  /** What shows that the claims root is not that of the payouts, for the game of `playClaims`; undefined where it is. */
  readonly claims: FaultSearch | undefined
}

/** What a watcher works with. */
export type WatcherOptions = {
  readonly chain: Chain
  readonly reader: ChainReader & FaultReader
  /** Where data is published. */
  readonly store: Pick<DataStore, 'get'>
  readonly operator: Address
  /** Receipts that payers hold, their signatures checked. */
  readonly signed: readonly SignedReceipt[]
  /** Payouts up to which a wrong claims root is proven with all of them, in one transaction. */
  readonly claimsAtOnce?: number
}

/**
 * Payouts whose claims root is proven wrong in one transaction, by default. Measured on anvil, a challenge takes 6.2 million
 * gas with 1,024 payouts, 10.3 with 1,536 and 15.1 with 2,048. With half as much on top, as the publisher offers it, the
 * transaction must stay below the 16,777,216 gas of EIP-7825.
 */
export const CLAIMS_AT_ONCE = 1_536

/** Proofs tried for each kind of fault until one holds: who lies must not hide a fault behind some that no proof fits. */
const PROOFS_TRIED = 256

/**
 * Watches one operator's epochs from outside: chain and published data alone. Keeps what it has read, so that the next
 * epoch costs only itself.
 */
export function createWatcher(options: WatcherOptions) {
  const { chain, reader, operator, signed, claimsAtOnce = CLAIMS_AT_ONCE } = options
  const store: DataStore = {
    get: options.store.get,
    put: () => Promise.reject(new RangeError('A watcher publishes nothing.')),
  }
  const known = new Map<bigint, Evidence>()
  const verified = new Map<`0x${string}`, PreviousEpoch>()

  async function load(number: bigint): Promise<Evidence | undefined> {
    const posted = await reader.postedEpoch(operator, number)
    if (posted === undefined) return undefined
    const there = known.get(number)
    if (there?.posted.epochHash === posted.epochHash) return there
    const before = number === 1n ? undefined : await reader.postedEpoch(operator, number - 1n)
    const context = {
      chainId: reader.chainId,
      settlement: reader.settlement,
      previousData: before?.epoch.dataCommitment ?? null,
    }
    const loaded = await loadEvidence(chain, store, posted, context)
    // What is missing may be published or answered yet.
    if (loaded.missing.length === 0 && loaded.isWhole) known.set(number, loaded)
    return loaded
  }

  async function searchIn(number: bigint): Promise<Found | undefined> {
    const epochs: Evidence[] = []
    for (let each = 1n; each <= number; each++) {
      const loaded = await load(each)
      if (loaded === undefined) return undefined
      epochs.push(loaded)
    }
    const current = epochs.at(-1)
    if (current === undefined) return undefined
    const evidence = ({ posted, leaves }: Evidence): EpochEvidence => ({ epoch: posted.epoch, leaves })
    const blocks = {
      current: current.posted.block,
      previous: epochs.at(-2)?.posted.block,
      postedAt: current.posted.time,
    }
    const published = await loadFaultFacts(reader, operator, epochs, blocks, store)
    const untold = unshownRecords(published, current)
    const shown = untold.length === 0 ? [] : await readShownPlaces(chain, current.posted.epoch)
    const facts = await withShown(reader, published, current.leaves, shown, blocks.current)
    const search = { current: evidence(current), earlier: epochs.slice(0, -1).map(evidence), facts, signed }
    const shownLeaves = new Set(shown.map(({ leaf }) => leaf))
    return {
      search,
      missing: current.missing,
      signedReceipts: current.signed,
      calls: unshownCalls(current.leaves, untold, shownLeaves),
      isComplete: epochs.every(({ absent }) => absent.length === 0),
    }
  }

  async function provableFaults(posted: PostedEpoch, search: FaultSearch) {
    const faults = findUnlessOverflow(search)
    const provable: EncodedFault[] = []
    const fitsAtOnce = search.current.leaves.payouts.length <= claimsAtOnce
    const challengeable = faults.filter(({ kind }) => hasProver(kind) && (kind !== 'CLAIMS_ROOT_WRONG' || fitsAtOnce))
    for (const group of Map.groupBy(challengeable, ({ kind }) => kind).values()) {
      for (const fault of group.slice(0, PROOFS_TRIED)) {
        const encoded = tryEncoding(search, fault)
        if (encoded === undefined) continue
        const trial = await tryFault(chain, encoded)
        if ('refused' in trial || trial.proven !== posted.epochHash) continue
        provable.push(encoded)
        break
      }
    }
    return { provable, found: [...new Set(faults.map(({ kind }) => kind))] }
  }

  return {
    /**
     * Verifies one epoch and looks for provable faults.
     * @returns undefined when the operator has no such epoch (not posted, or void)
     * @throws CHAIN_UNREACHABLE, CHAIN_RPC_REFUSED, and what the store throws when it can't be read
     */
    async check(number: bigint): Promise<WatchedEpoch | undefined> {
      const posted = await reader.postedEpoch(operator, number)
      if (posted === undefined) return undefined
      const { epochHash } = posted
      const previous = verified.get(posted.epoch.previous)
      const result = await verifyEpoch({
        chain: reader,
        store,
        operator,
        number,
        ...(previous === undefined ? {} : { previous }),
      })
      if (result.next !== undefined) verified.set(epochHash, result.next)
      const { firstDifference: difference } = result
      const there = await searchIn(number)
      if (there === undefined) return undefined
      const { search, missing, signedReceipts, calls, isComplete } = there
      const faults = await provableFaults(posted, search)
      const { provable } = faults
      const isProvable = (kind: string) => provable.some(({ name }) => name === kind)
      // Leaves that are not there look like leaves that were left out: then only what is proven counts.
      // A claims root is compared with whole payouts or not at all.
      const found = isComplete
        ? faults.found
        : faults.found.filter((kind) => isProvable(kind) || kind === 'CLAIMS_ROOT_WRONG')
      const claims = found.includes('CLAIMS_ROOT_WRONG') ? search : undefined
      const holds = result.ok && found.length === 0
      const areThere = !missing.includes('receipts')
      const signatures = result.ok || !areThere ? [] : await unsignedChunks(chain, reader, posted.epoch, signedReceipts)
      return {
        number,
        epochHash,
        epoch: posted.epoch,
        missing,
        unshown: { signatures, calls },
        difference,
        verdict: holds
          ? 'holds'
          : provable.length > 0 || claims !== undefined
            ? 'faulty'
            : missing.length > 0 || isDataCode(difference?.code)
              ? 'unavailable'
              : 'unprovable',
        provable,
        found,
        claims,
      }
    },
  }
}

/** What faults are looked for in; `isComplete`: no tree of the epoch or an earlier one is absent. */
type Found = {
  readonly search: FaultSearch
  readonly missing: readonly TreeName[]
  /** As they are published. */
  readonly signedReceipts: readonly SignedReceipt[] | undefined
  readonly calls: readonly UnshownCall[]
  readonly isComplete: boolean
}

/** Faults; none where answered leaves sum to more than a tree can hold, which only a wrong node between them allows. */
function findUnlessOverflow(search: FaultSearch): FoundFault[] {
  try {
    return findFaults(search)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === coreErrors.MERKLE_SUM_OVERFLOW.code) return []
    throw error
  }
}

/** A fault's proof; undefined where the evidence does not hold what it takes. */
function tryEncoding(search: FaultSearch, fault: FoundFault): EncodedFault | undefined {
  try {
    return encodeFault(search, fault)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Codes of what is published wrongly or not at all: such an epoch calls for a data challenge. */
const isDataCode = (code: string | undefined) => code === 'EPOCH_ROOT_WRONG' || code?.startsWith('VERIFY_') === true
