import { createDatanet } from '@openledger/chain/actions/createDatanet.ts'
import { publishVersion } from '@openledger/chain/actions/publishVersion.ts'
import type { UserWallet } from '@openledger/chain/actions/userWallet.ts'
import { registerContributionCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import type { Chain } from '@openledger/chain/clients/createChain.ts'
import { sortVersion, versionDataBytes, versionRoot } from '@openledger/core/data/versionData.ts'
import { contributionTypedData } from '@openledger/core/eip712/contribution.ts'
import { commitmentLeaf } from '@openledger/core/leaves/commitmentLeaf.ts'
import { plainRoot } from '@openledger/core/merkle/plainTree.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { hashBytes, hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { at, FAR, people } from './people.ts'

/** Creates a Datanet of the owner's with one version of `count` records, signed by five contributors in turn. */
export async function makeDatanet(
  chain: Chain,
  owner: UserWallet,
  relay: UserWallet,
  slug: string,
  rateBps: number,
  count: number,
) {
  const treasury = toAddress(hashText(`${slug} treasury`).slice(0, 42))
  const terms = { slug, treasury, rateBps, termsHash: hashText('licence'), metadataHash: hashText(slug) }
  const { datanetId } = await createDatanet(owner, terms)
  const unsorted = Array.from({ length: count }, (_, i) => ({
    commitment: hashText(`${slug} record ${i}`),
    contributor: toAddress(at(people.contributors, i % 5).address),
  }))
  for (const account of people.contributors) {
    const contributor = toAddress(account.address)
    const commitments = unsorted.filter((leaf) => leaf.contributor === contributor).map((leaf) => leaf.commitment)
    const root = plainRoot(commitments.map(commitmentLeaf))
    const message = { datanetId, contributor, root, count: commitments.length, deadline: FAR }
    const domain = { chainId: chain.chainId, verifyingContract: chain.addresses.datanetRegistry }
    const signature = await account.signTypedData(contributionTypedData(message, domain))
    const signed = { datanetId, contributor, commitments, deadline: FAR, signature }
    await relay.send(registerContributionCall(chain.addresses, signed), 'Registering a contribution')
  }
  const records = sortVersion(unsorted)
  const root = versionRoot(records)
  const version = { datanetId, root, count, dataHash: hashBytes(versionDataBytes(records)), previousRoot: ZERO_HEX32 }
  await publishVersion(owner, version)
  return { datanetId, root, records }
}
