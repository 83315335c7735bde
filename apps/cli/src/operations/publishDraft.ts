import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { cliErrors } from '../errors.ts'
import { waitFor } from '../stack/waitFor.ts'
import type { Actor } from './session.ts'

/** A version on chain. */
export type PublishedVersion = { readonly root: Hex32; readonly count: number; readonly isNew: boolean }

/**
 * Publishes what a Datanet has accepted as its next version with the owner's key, and waits until the gateway has seen
 * it. When nothing changed since the last version, that one is answered.
 */
export async function publishDraft(owner: Actor, datanetId: Hex32, signal?: AbortSignal): Promise<PublishedVersion> {
  const draft = await owner.ledger.getDraft(datanetId).catch((error: unknown) => {
    if (OpenLedgerError.find(error)?.code === 'DATANET_NOTHING_TO_PUBLISH') return undefined
    throw error
  })
  if (draft === undefined) {
    const latest = (await owner.ledger.getDatanet(datanetId)).versions.toSorted((a, b) => b.number - a.number)[0]
    if (latest === undefined)
      throw new OpenLedgerError(cliErrors.CLI_NOTHING_ACCEPTED, `Datanet ${datanetId} has accepted no record`)
    return { root: hex32Schema.parse(latest.root), count: latest.count, isNew: false }
  }
  const root = hex32Schema.parse(draft.root)
  const isKnown = async () =>
    (await owner.ledger.getDatanet(datanetId)).versions.some((version) => version.root === root)
  if (await isKnown()) return { root, count: draft.count, isNew: false }
  const { count } = draft
  await publishVersion(owner.wallet, {
    datanetId,
    root,
    count,
    dataHash: hex32Schema.parse(draft.dataHash),
    previousRoot: hex32Schema.parse(draft.previousRoot),
  })
  await waitFor('the gateway to see the new version', async () => ((await isKnown()) ? true : undefined), {
    timeoutMs: 30_000,
    ...(signal ? { signal } : {}),
  })
  return { root, count, isNew: true }
}
