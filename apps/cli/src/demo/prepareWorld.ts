import { join } from 'node:path'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { datanetId } from '@openledger/core/ids/datanetId.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { sdkErrors, setUpDatanet } from '@openledger/sdk/index.ts'
import { chainActor } from '../operations/chainActor.ts'
import { fundAccount } from '../operations/fundAccount.ts'
import { type PublishedVersion, publishDraft } from '../operations/publishDraft.ts'
import type { Actor, Session } from '../operations/session.ts'
import { type UploadedFile, uploadFile } from '../operations/uploadFile.ts'
import { waitFor } from '../stack/waitFor.ts'
import { actors, type DatanetKey, datanets, descriptions, uploaders } from './cast.ts'

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

/** A Datanet with its description and terms; one that an earlier program made with another description stays as it is. */
async function setUp({ wallet, account, ledger }: Actor, key: DatanetKey): Promise<Hex32> {
  const slug = datanets[key]
  const limits = { recordsInAll: 0, recordsADay: 0 }
  const plan = {
    slug,
    ...descriptions[key],
    terms: TERMS,
    licence: '',
    rateBps: RATE_BPS,
    treasury: wallet.address,
    limits,
  }
  try {
    return await setUpDatanet(chainActor(wallet, account), ledger, plan)
  } catch (error) {
    if (OpenLedgerError.find(error)?.code !== sdkErrors.SDK_DATANET_TAKEN.code) throw error
    return datanetId({ chainId: ledger.info.chainId, owner: wallet.address, slug })
  }
}

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
    const id = await setUp(owner, key)
    const account = toAddress(curator.account.address)
    await setCurators(owner.wallet, { datanetId: id, curators: [{ account, bps: CURATOR_BPS }] })
    await waitFor('the gateway to see the Datanet', () => session.ledger.getDatanet(id).catch(() => undefined), {
      timeoutMs: 30_000,
      signal,
    })
    return id
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
