import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { registerContributionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { versionDataBytes, versionRoot } from '@openledger/core/data/versionData.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { commitment } from '@openledger/core/ids/commitment.ts'
import { contributionId } from '@openledger/core/ids/contributionId.ts'
import { recordId } from '@openledger/core/ids/recordId.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Hex32, ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { recordContentSchema } from '@openledger/data/record/recordContent.ts'
import { contributions } from '@openledger/db/schema/contributions.ts'
import { datanets } from '@openledger/db/schema/datanets.ts'
import { records } from '@openledger/db/schema/records.ts'
import { versionRecords } from '@openledger/db/schema/versionRecords.ts'
import { versions } from '@openledger/db/schema/versions.ts'
import { z } from 'zod'
import { accounts, addressOf } from './accounts.ts'
import type { Stack } from './stack.ts'

const sliceSchema = z.object({ fixture: z.record(z.string(), z.array(z.int().min(1))) })

/** A record of the fixture: its content, who brought it. */
export type FixtureRecord = {
  readonly commitment: Hex32
  readonly recordId: Hex32
  readonly salt: Hex32
  readonly contributor: Hex32
  readonly content: Extract<z.output<typeof recordContentSchema>, { kind: 'qa' }>
}

/** The medical coding slice of eight records: seven facts and one of noise. */
export async function fixtureRecords(stack: Stack, datanetId: Hex32): Promise<FixtureRecord[]> {
  const folder = join(stack.root, 'examples/medical-coding')
  const { fixture } = sliceSchema.parse(JSON.parse(await readFile(join(folder, 'slice.json'), 'utf8')))
  const found: FixtureRecord[] = []
  for (const [topic, places] of Object.entries(fixture)) {
    const lines = (await readFile(join(folder, 'contributions', `${topic}.jsonl`), 'utf8')).trim().split('\n')
    for (const place of places) {
      const content = recordContentSchema.parse(JSON.parse(lines[place - 1] ?? ''))
      if (content.kind !== 'qa') throw new TypeError(`${topic} ${place} is no question`)
      const contributor = addressOf(topic === 'noise' ? 'noise' : 'contributor')
      const salt = hashText(`${topic} ${place}`)
      const id = recordId(content)
      const parts = { chainId: stack.deps.chainId, datanetId, contributor, recordId: id, salt }
      found.push({ commitment: commitment(parts), recordId: id, salt, contributor, content })
    }
  }
  return found.sort((a, b) => (a.commitment < b.commitment ? -1 : 1))
}

/** Registers what each contributor brought, under a signature of its own: a verifier asks for that. */
async function registerFixture(stack: Stack, datanetId: Hex32, records: readonly FixtureRecord[]): Promise<void> {
  const { addresses, chainId } = stack.chain
  const relay = createUserWallet({ chain: stack.chain, account: accounts.owner })
  for (const name of ['contributor', 'noise'] as const) {
    const contributor = addressOf(name)
    const commitments = records.filter((record) => record.contributor === contributor).map((own) => own.commitment)
    const message = {
      datanetId,
      contributor,
      root: plainRoot(commitments.map(commitmentLeaf)),
      count: commitments.length,
      deadline: 4_000_000_000n,
    }
    const domain = { chainId, verifyingContract: addresses.datanetRegistry }
    const signature = await accounts[name].signTypedData(contributionTypedData(message, domain))
    const signed = { datanetId, contributor, commitments, deadline: message.deadline, signature }
    await relay.send(registerContributionCall(addresses, signed), 'Registering a contribution')
  }
}

/**
 * Puts the fixture on chain and into the database, as gateway and indexer would: Datanet, records, one version, a grant
 * for the developer.
 */
export async function createFixtureDatanet(stack: Stack) {
  const { db } = stack.deps
  const owner = createUserWallet({ chain: stack.chain, account: accounts.owner })
  const treasury = addressOf('owner')
  const hashes = { termsHash: hashText('CC0'), metadataHash: hashText('{}') }
  const { datanetId } = await createDatanet(owner, { slug: 'medical-coding', treasury, rateBps: 1_000, ...hashes })
  const fixture = await fixtureRecords(stack, datanetId)
  const leaves = fixture.map((record) => ({ commitment: record.commitment, contributor: record.contributor }))
  const version = versionRoot(leaves)
  await registerFixture(stack, datanetId, fixture)
  const dataHash = await stack.dataStore.put(versionDataBytes(leaves))
  await publishVersion(owner, { datanetId, root: version, count: leaves.length, dataHash, previousRoot: ZERO_HEX32 })
  await grantAccess(owner, {
    datanetId,
    developer: addressOf('developer'),
    termsHash: hashes.termsHash,
    expiry: 4_000_000_000n,
    minDataShareBps: 1_000,
    minOutputPrice: 0n,
  })
  await db
    .insert(datanets)
    .values({ datanetId, owner: addressOf('owner'), slug: 'medical-coding', treasury, rateBps: 1_000, blockNumber: 1n })
  for (const contributor of new Set(fixture.map((record) => record.contributor))) {
    const own = fixture.filter((record) => record.contributor === contributor)
    const root = hashText(contributor)
    const id = contributionId({ datanetId, contributor, root })
    await db.insert(contributions).values({
      contributionId: id,
      datanetId,
      contributor,
      root,
      count: own.length,
      deadline: 0n,
      commitments: own.map((record) => record.commitment),
      signature: '0x',
      status: 'checked',
    })
    await db.insert(records).values(
      own.map((record, index) => ({
        ...record,
        contributionId: id,
        datanetId,
        index,
        kind: 'qa',
        verdict: 'accept' as const,
        unit: record.commitment,
      })),
    )
  }
  await db.insert(versions).values({
    root: version,
    datanetId,
    number: 1,
    count: leaves.length,
    dataHash,
    previousRoot: ZERO_HEX32,
    blockNumber: 1n,
  })
  await db
    .insert(versionRecords)
    .values(leaves.map((leaf, position) => ({ root: version, commitment: leaf.commitment, position })))
  return { datanetId, version, records: fixture }
}
