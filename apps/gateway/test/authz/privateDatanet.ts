import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { chainTime, moveTime } from '@openledger/chain/actions/moveTime.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { revokeAccess } from '@openledger/chain/actions/revokeAccess.ts'
import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { requestAccessCall, revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { draftSchema } from '@openledger/core/api/datanets.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { Hex32 } from '@openledger/core/primitives/hex.ts'
import { jsonl, prepareBatch, submit, upload } from '../contribution.ts'
import { signedRequest } from '../requests.ts'
import { type Stack, testAccount } from '../stack.ts'
import { type DevPerson, indexes } from './callers.ts'
import { secretWord } from './secretWord.ts'

const hash = `0x${'6'.repeat(64)}` as const

/**
 * A Datanet of the owner, private: a version of three records of the contributor, of which one was withdrawn after; a
 * grant that holds, one that lapsed and one that was revoked; a request for access that was refused, and one that is open.
 */
export async function makePrivateDatanet(stack: Stack) {
  const { indexer, url, chain, anvil } = stack
  const owner = stack.wallet(indexes.owner)
  const account = (person: DevPerson) => testAccount(indexes[person])
  const about = { slug: 'authz', treasury: owner.address, rateBps: 0, termsHash: hash, metadataHash: hash }
  const { datanetId } = await createDatanet(owner, about)
  // The revoked developer was a curator too, once.
  for (const person of ['revokedDeveloper', 'curator'] as const)
    await setCurators(owner, { datanetId, curators: [{ account: toAddress(account(person).address), bps: 1_000 }] })
  await indexer.sync()
  const content = secretWord('Marble')
  const withdrawnContent = secretWord('Slate')
  const personal = `${secretWord('m')}@posta.cz`
  const contents = [
    { kind: 'qa', prompts: ['Which stone is the floor of the hall made of?'], answer: `The floor is of ${content}.` },
    {
      kind: 'qa',
      prompts: ['Whom may visitors of the hall write to?'],
      answer: `Write to ${personal}, in any language.`,
    },
    { kind: 'qa', prompts: ['What lies on the roof of the tower?'], answer: `On the roof lies ${withdrawnContent}.` },
  ]
  const batch = await prepareBatch(stack, datanetId, account('contributor'), contents)
  const contributionId = await submit(stack, batch)
  const uploaded = await upload(stack, contributionId, jsonl(batch.lines))
  if (uploaded.status !== 200) throw new Error(`The secrets were not planted: ${JSON.stringify(uploaded.json)}`)
  const ask = (person: DevPerson, method: string, path: string, body?: unknown) =>
    signedRequest(url, account(person), method, `/v1/datanets/${datanetId}${path}`, body)
  const draft = draftSchema.parse((await ask('owner', 'GET', '/draft')).json)
  const { root, count, dataHash, previousRoot } = draft
  if (count !== 3) throw new Error(`${count} records were accepted, not 3`)
  await publishVersion(owner, { datanetId, root, count, dataHash, previousRoot })
  const commitments = batch.body.commitments as [Hex32, Hex32, Hex32]
  await stack
    .wallet(indexes.contributor)
    .send(revokeRecordsCall(chain.addresses, datanetId, [commitments[2]]), 'Withdrawing')
  const now = await chainTime(anvil.rpcUrl)
  const grant = async (person: DevPerson, seconds: number) => {
    const developer = toAddress(account(person).address)
    const terms = { termsHash: hash, expiry: BigInt(now + seconds), minDataShareBps: 0, minOutputPrice: 0n }
    await grantAccess(owner, { datanetId, developer, ...terms })
    return developer
  }
  await grant('developer', 86_400)
  await grant('lapsedDeveloper', 60)
  await revokeAccess(owner, { datanetId, developer: await grant('revokedDeveloper', 86_400) })
  const requestAccess = async (person: DevPerson, words: string) => {
    const said = await ask(person, 'PUT', '/access/request', { words })
    if (said.status !== 200) throw new Error(`The words were not taken: ${JSON.stringify(said.json)}`)
    const call = requestAccessCall(chain.addresses, datanetId, hashText(words))
    await stack.wallet(indexes[person]).send(call, 'Asking for access')
    await indexer.sync()
  }
  const [accessWords, refusalReason] = [secretWord('Please'), secretWord('Because')]
  await requestAccess('payer', accessWords)
  await requestAccess('revokedDeveloper', 'Once more.')
  const payer = toAddress(account('payer').address)
  const refused = await ask('owner', 'POST', `/access/${payer}/refusal`, { reason: refusalReason })
  if (refused.status !== 200) throw new Error(`The request was not refused: ${JSON.stringify(refused.json)}`)
  await moveTime({ rpcUrl: anvil.rpcUrl, time: now + 120 })
  await indexer.sync()
  const recordSalt = batch.lines[0]?.salt ?? ''
  const markers = {
    content,
    personal,
    recordSalt,
    recordHash: recordId(contents[0]),
    withdrawnContent,
    withdrawnHash: recordId(contents[2]),
    accessWords,
    refusalReason,
  }
  return { datanetId, contributionId, root, dataHash, markers, commitments }
}
