import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { fundAccount } from '../operations/fundAccount.ts'
import { type PublishedVersion, publishDraft } from '../operations/publishDraft.ts'
import type { Actor, Session } from '../operations/session.ts'
import { type UploadedFile, uploadFile } from '../operations/uploadFile.ts'
import { waitFor } from '../stack/waitFor.ts'
import { actors, type DatanetKey, datanets, uploaders } from './cast.ts'

/** Everything that stands before a model is trained. */
export type World = {
  readonly owner: Actor
  readonly curator: Actor
  readonly developer: Actor
  readonly datanetIds: Readonly<Record<DatanetKey, Hex32>>
  /** By account name. */
  readonly uploads: ReadonlyMap<string, UploadedFile>
  readonly addresses: ReadonlyMap<string, string>
  readonly versions: Readonly<Record<DatanetKey, PublishedVersion>>
}

/** The cut of owner and curator of what records earn: 10%, a fifth of it the curator's. */
const RATE_BPS = 1_000
const CURATOR_BPS = 2_000
/** Until when access is granted: the end of the year 2099, so that a later run grants the same terms. */
const GRANT_EXPIRY = 4_102_444_800n
const TERMS = 'Train and retrieve; at least 40% of each fee goes to the data.'

/**
 * Two Datanets, everybody's signed contribution, a published version of each, and the developer's access to both. Done
 * steps are found done.
 * @param report one line a step
 */
export async function prepareWorld(
  session: Session,
  options: {
    readonly examples: string
    readonly folder: string
    readonly report: (line: string) => void
    readonly signal: AbortSignal
  },
): Promise<World> {
  const { examples, folder, report, signal } = options
  const [owner, curator, developer] = await Promise.all([
    session.actor(actors.owner, { make: true }),
    session.actor(actors.curator, { make: true }),
    session.actor(actors.developer, { make: true }),
  ])
  for (const actor of [owner, developer]) await fundAccount(session, actor.account.address, 0n)

  const idOf = async (key: DatanetKey) => {
    const slug = datanets[key]
    const treasury = toAddress(owner.account.address)
    const terms = { slug, treasury, rateBps: RATE_BPS, termsHash: hashText(TERMS), metadataHash: hashText(slug) }
    const { datanetId } = await createDatanet(owner.wallet, terms)
    const account = toAddress(curator.account.address)
    await setCurators(owner.wallet, { datanetId, curators: [{ account, bps: CURATOR_BPS }] })
    await waitFor('the gateway to see the Datanet', () => session.ledger.getDatanet(datanetId).catch(() => undefined), {
      timeoutMs: 30_000,
      signal,
    })
    return datanetId
  }
  const datanetIds = { medical: await idOf('medical'), licences: await idOf('licences') }
  report(`2 Datanets on chain, with a curator: ${Object.values(datanets).join(', ')}`)

  const uploads = new Map<string, UploadedFile>()
  const addresses = new Map<string, string>()
  for (const { account, datanet, file } of uploaders) {
    const actor = await session.actor(account, { make: true })
    addresses.set(account, toAddress(actor.account.address))
    const upload = await uploadFile(actor, {
      datanetId: datanetIds[datanet],
      file: join(examples, file),
      folder,
      signal,
    })
    uploads.set(account, upload)
    const count = (verdict: string) => upload.outcome.records.filter((record) => record.verdict === verdict).length
    report(
      `${account} signed ${upload.prepared.records.length} records: ${count('accept')} accepted, ${count('mark')} marked, ${count('refuse') + upload.malformed.length} refused`,
    )
  }

  const versions = {
    medical: await publishDraft(owner, datanetIds.medical, signal),
    licences: await publishDraft(owner, datanetIds.licences, signal),
  }
  for (const key of ['medical', 'licences'] as const) {
    const { count, root, isNew } = versions[key]
    report(`${datanets[key]}: ${isNew ? 'published' : 'unchanged,'} ${count} records, root ${root.slice(0, 10)}…`)
  }
  for (const datanetId of Object.values(datanetIds)) {
    await grantAccess(owner.wallet, {
      datanetId,
      developer: toAddress(developer.account.address),
      termsHash: hashText(TERMS),
      expiry: GRANT_EXPIRY,
      minDataShareBps: 4_000,
      minOutputPrice: 10n ** 12n,
    })
  }
  report('access granted to the model developer')
  return { owner, curator, developer, datanetIds, uploads, addresses, versions }
}
