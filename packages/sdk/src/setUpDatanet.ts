import { createDatanetCall, setLicenceCall, setLimitsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { getDatanet } from '@openledger/core/api/datanets.ts'
import { type DatanetTexts, getDatanetTexts, putDatanetTexts } from '@openledger/core/api/datanetTexts.ts'
import type { Info } from '@openledger/core/api/info.ts'
import { type DatanetDescription, descriptionHash } from '@openledger/core/data/datanetDescription.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanetId as idOf } from '@openledger/core/ids/datanetId.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import type { Actor } from './acting/actor.ts'
import { type Caller, callRoute } from './callRoute.ts'
import { sdkErrors } from './errors.ts'

/** A Datanet as its owner wants it. */
export type DatanetPlan = {
  readonly slug: string
  readonly title: string
  /** What it is about and which records fit. */
  readonly text: string
  /** Terms of use, or the licence's text. */
  readonly terms: string
  /** As SPDX names it; empty for none. */
  readonly licence: string
  /** The cut of owner and curators of what records earn, in 1/10,000; at most 2,000. */
  readonly rateBps: number
  readonly treasury: Address
  readonly limits: { readonly recordsInAll: number; readonly recordsADay: number }
}

/** How long the gateway may take to learn of the Datanet from the chain. */
const INDEXING_MS = 30_000

/** The steps, in order. */
export const DATANET_STEPS = ['create', 'licence', 'limits', 'texts'] as const
export type DatanetStep = (typeof DATANET_STEPS)[number]

/**
 * Brings a Datanet to where its owner wants it: created, licensed, limited, its texts readable. Each step first asks
 * whether it is done, so after whatever happened it is simply called again; a licence or limits that there are stay.
 *
 * @param onStep told before and after each step; `already` when there was nothing to do
 * @returns the Datanet's id
 * @throws SDK_DATANET_TAKEN when the account has another Datanet of this slug; what the actor and the gateway throw
 */
export async function setUpDatanet(
  actor: Actor,
  { caller, info }: { readonly caller: Caller; readonly info: Pick<Info, 'chainId' | 'addresses'> },
  plan: DatanetPlan,
  onStep: (step: DatanetStep, state: 'doing' | 'done' | 'already') => void = () => {},
): Promise<Hex32> {
  const { chainId, addresses } = info
  const { slug, title, text, terms, licence, rateBps, treasury, limits } = plan
  const datanetId = idOf({ chainId, owner: actor.account, slug })
  const description: DatanetDescription = { format: 'openledger.datanet-description/1', title, text }
  const [metadataHash, termsHash] = [descriptionHash(description), hashText(terms)]
  const params = { datanetId }
  const step = async (name: DatanetStep, wanted: boolean, work: () => Promise<unknown>) => {
    if (wanted) {
      onStep(name, 'doing')
      await work()
    }
    onStep(name, wanted ? 'done' : 'already')
  }
  const there = await readTexts(caller, datanetId)
  if (there !== undefined && (there.metadataHash !== metadataHash || there.termsHash !== termsHash)) {
    const message = `${actor.account} has a Datanet ${slug} with another description or other terms.`
    throw new OpenLedgerError(sdkErrors.SDK_DATANET_TAKEN, message, { details: { datanetId } })
  }
  await step('create', there === undefined, () =>
    actor.send(
      createDatanetCall(addresses, { slug, treasury, rateBps, termsHash, metadataHash }),
      `Creating the Datanet ${slug}`,
    ),
  )
  // What was named or set before stays: the owner may have changed it since.
  const unnamed = there === undefined || there.licence.name === ''
  await step('licence', licence !== '' && unnamed, () =>
    actor.send(setLicenceCall(addresses, { datanetId, name: licence, termsHash }), `Putting it under ${licence}`),
  )
  const isFree = ({ recordsInAll, recordsADay }: DatanetPlan['limits']) => recordsInAll === 0 && recordsADay === 0
  const unlimited = there === undefined || isFree(there.limits)
  await step('limits', !isFree(limits) && unlimited, () =>
    actor.send(setLimitsCall(addresses, datanetId, limits), 'Setting its limits'),
  )
  const readable = there !== undefined && there.description !== null && (terms === '' || there.terms !== null)
  await step('texts', !readable, () =>
    callRoute(putDatanetTexts, { params, body: { description, ...(terms === '' ? {} : { terms }) } }, caller),
  )
  await untilKnown(caller, datanetId)
  return datanetId
}

/** Waits until the gateway has read the Datanet from the chain: who contributes next is not told that there is none. */
async function untilKnown(caller: Caller, datanetId: Hex32): Promise<void> {
  for (const end = Date.now() + INDEXING_MS; ; ) {
    try {
      await callRoute(getDatanet, { params: { datanetId } }, caller)
      return
    } catch (error) {
      if (OpenLedgerError.find(error)?.code !== 'DATANET_NOT_FOUND' || Date.now() > end) throw error
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

async function readTexts(caller: Caller, datanetId: Hex32): Promise<DatanetTexts | undefined> {
  try {
    return await callRoute(getDatanetTexts, { params: { datanetId } }, caller)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code === 'DATANET_NOT_FOUND') return undefined
    throw error
  }
}
