import { type DatanetTexts, datanetTextsSchema } from '@openledger/core/api/datanetTexts.ts'
import type { Hash32 } from '@openledger/core/api/primitives.ts'
import { datanetDescriptionSchema } from '@openledger/core/data/datanetDescription.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hashBytes } from '@openledger/core/primitives/hash.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayDeps } from '../gatewayDeps.ts'

type Deps = Pick<GatewayDeps, 'chain' | 'dataStore'>

/** What a Datanet commits to, read from the chain itself: it holds a block after it was sent. @throws DATANET_NOT_FOUND */
export async function readCommittedTexts(chain: Deps['chain'], datanetId: Hash32) {
  const committed = await chain.committedTexts(datanetId)
  if (committed === undefined)
    throw new OpenLedgerError(gatewayErrors.DATANET_NOT_FOUND, `There is no Datanet ${datanetId}.`)
  return committed
}

/** The same with the texts, as far as somebody has brought them. @throws DATANET_NOT_FOUND, CHAIN_* */
export async function readDatanetTexts({ chain, dataStore }: Deps, datanetId: Hash32): Promise<DatanetTexts> {
  const { owner, metadataHash, termsHash, licence, limits } = await readCommittedTexts(chain, datanetId)
  const [description, terms, text] = await Promise.all(
    [metadataHash, termsHash, licence.termsHash].map((hash) => readText(dataStore, hash)),
  )
  return datanetTextsSchema.parse({
    datanetId,
    owner,
    metadataHash,
    description: describe(description ?? null),
    termsHash,
    terms,
    licence: { ...licence, text },
    limits,
  })
}

/** A stored text; null for none, and for bytes that are not what the hash stands for, or no text. */
async function readText(dataStore: Deps['dataStore'], hash: Hash32): Promise<string | null> {
  try {
    const bytes = await dataStore.get(hash)
    return hashBytes(bytes) === hash ? new TextDecoder('utf-8', { fatal: true }).decode(bytes) : null
  } catch (error) {
    if (error instanceof TypeError || OpenLedgerError.find(error)?.code === 'DATA_NOT_FOUND') return null
    throw error
  }
}

/** An owner may have hashed anything: what is no description is none. */
function describe(text: string | null) {
  if (text === null) return null
  try {
    return datanetDescriptionSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
