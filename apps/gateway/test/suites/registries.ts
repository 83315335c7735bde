import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { judgeDispute } from '@openledger/chain/actions/judgeDispute.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { openDispute } from '@openledger/chain/actions/openDispute.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { setLicence } from '@openledger/chain/actions/setLicence.ts'
import { transferOpen } from '@openledger/chain/actions/transferOpen.ts'
import { transferToken } from '@openledger/chain/actions/transferToken.ts'
import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { callRpc } from '@openledger/chain/rpc/callRpc.ts'
import { datanetSchema, listDisputes } from '@openledger/core/api/datanets.ts'
import { modelSchema } from '@openledger/core/api/models.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { records } from '@openledger/db/schema/records.ts'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { prepareBatch, submit } from '../contribution.ts'
import { failure, request } from '../requests.ts'
import { BASE_MODEL, type Stack, testAccount } from '../stack.ts'

const zero = `0x${'2'.repeat(64)}` as const
const fact = { kind: 'qa', prompts: ['Which bird is on the arms of Uganda?'], answer: 'The grey crowned crane' }
/** Code that answers every question with ERC-1271's yes. */
const YES = '0x631626ba7e60e01b5f5260205ff3'

/** Owners, curators, licences, disputes and revocations, as the API shows them. */
export function registrySuite(stack: () => Stack): void {
  const show = async (datanetId: Hex32) => ({
    datanet: datanetSchema.parse((await request(stack().url, 'GET', `/v1/datanets/${datanetId}`)).json),
    disputes: listDisputes.response.parse(
      (await request(stack().url, 'GET', `/v1/datanets/${datanetId}/disputes`)).json,
    ).data,
  })

  test('what changes about a Datanet is shown, and taken back with its blocks', async () => {
    const { db, indexer, anvil, chain, wallet } = stack()
    const [owner, contributor, buyer] = [wallet(0), wallet(2), wallet(3)]
    const about = { slug: 'changing', treasury: owner.address, rateBps: 500, termsHash: zero, metadataHash: zero }
    const { datanetId } = await createDatanet(owner, about)
    await indexer.sync()
    const batch = await prepareBatch(stack(), datanetId, testAccount(2), [fact])
    await submit(stack(), batch)
    const commitment = hex32Schema.parse(batch.body.commitments[0])
    const before = await show(datanetId)
    expect(before).toMatchObject({ datanet: { owner: owner.address, curators: [], licence: '' }, disputes: [] })
    await transferOpen(owner, { to: buyer.address, balanceAtLeast: 10n ** 21n })

    const snapshot = await callRpc(anvil.rpcUrl, 'evm_snapshot', [])
    const curators = [{ account: toAddress(testAccount(5).address), bps: 2_500 }]
    await setCurators(owner, { datanetId, curators })
    await setLicence(owner, { datanetId, name: 'CC-BY-4.0', termsHash: zero })
    await moveTime({ rpcUrl: anvil.rpcUrl, time: (await chainTime(anvil.rpcUrl)) + 2 })
    const record = { datanetId, contributor: contributor.address, commitment, reasonHash: zero }
    const { disputeId } = await openDispute(buyer, record)
    await judgeDispute(owner, { disputeId, upheld: true, how: 'decide' })
    await contributor.send(revokeRecordsCall(chain.addresses, datanetId, [commitment]), 'Revoking')
    // Anyone may name a record; only the contributor's word counts.
    await transferToken(owner, { what: 'datanet', id: datanetId, to: buyer.address })
    await indexer.sync()
    expect(await show(datanetId)).toMatchObject({
      datanet: { owner: buyer.address, curators, licence: 'CC-BY-4.0' },
      disputes: [{ disputeId, commitment, contributor: contributor.address, stage: 'decided', upheld: true }],
    })
    expect((await db.select().from(records).where(eq(records.commitment, commitment)))[0]?.revoked).toBe(true)

    await callRpc(anvil.rpcUrl, 'evm_revert', [snapshot])
    await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x20'])
    await indexer.sync()
    expect(await show(datanetId)).toEqual(before)
    expect((await db.select().from(records).where(eq(records.commitment, commitment)))[0]?.revoked).toBe(false)
  })

  test('a stranger’s revocation changes nothing', async () => {
    const { db, indexer, chain, wallet } = stack()
    const { datanetId } = await createDatanet(wallet(0), {
      slug: 'revoked',
      treasury: wallet(0).address,
      rateBps: 0,
      termsHash: zero,
      metadataHash: zero,
    })
    await indexer.sync()
    const batch = await prepareBatch(stack(), datanetId, testAccount(2), [{ ...fact, answer: 'A crane' }])
    await submit(stack(), batch)
    const commitment = hex32Schema.parse(batch.body.commitments[0])
    await wallet(3).send(revokeRecordsCall(chain.addresses, datanetId, [commitment]), 'Revoking')
    await indexer.sync()
    expect((await db.select().from(records).where(eq(records.commitment, commitment)))[0]?.revoked).toBe(false)
  })

  test('a model’s owner is shown beside its developer', async () => {
    const { indexer, url, wallet, anvil } = stack()
    const model = async () => modelSchema.parse((await request(url, 'GET', `/v1/models/${BASE_MODEL}`)).json)
    const { openledger } = await model()
    const snapshot = await callRpc(anvil.rpcUrl, 'evm_snapshot', [])
    await transferToken(wallet(1), { what: 'model', id: openledger.modelId, to: wallet(3).address })
    await indexer.sync()
    expect(await model()).toMatchObject({
      owned_by: wallet(3).address,
      openledger: { owner: wallet(3).address, developer: openledger.developer },
    })
    await callRpc(anvil.rpcUrl, 'evm_revert', [snapshot])
    await callRpc(anvil.rpcUrl, 'anvil_mine', ['0x20'])
    await indexer.sync()
    expect((await model()).openledger.owner).toBe(openledger.owner)
  })

  test('a contract wallet’s batch is relayed when its code takes the signature', async () => {
    const { anvil, indexer, url, wallet } = stack()
    const { datanetId } = await createDatanet(wallet(0), {
      slug: 'wallets',
      treasury: wallet(0).address,
      rateBps: 0,
      termsHash: zero,
      metadataHash: zero,
    })
    await indexer.sync()
    const account = testAccount(2)
    const contract = toAddress(`0x${'ab'.repeat(20)}`)
    const asContract = { ...account, address: contract }
    const refused = await prepareBatch(stack(), datanetId, asContract, [fact])
    expect(failure(await request(url, 'POST', refused.path, { body: refused.body }))).toEqual({
      status: 401,
      code: 'SIGNATURE_WRONG_SIGNER',
    })
    await callRpc(anvil.rpcUrl, 'anvil_setCode', [contract, YES])
    const taken = await prepareBatch(stack(), datanetId, asContract, [fact])
    await submit(stack(), { ...taken, body: { ...taken.body, signature: '0x1234' } })
  })
}
