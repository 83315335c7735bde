import { registerModelCall } from '@openledger/chain/calls/modelRegistryCalls.ts'
import type { Info } from '@openledger/core/api/info.ts'
import { getModel, type Model } from '@openledger/core/api/models.ts'
import { type Publication, putPublication } from '@openledger/core/api/publishing.ts'
import type { TrainingResult } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { modelId as idOf } from '@openledger/core/ids/modelId.ts'
import type { Split } from '@openledger/core/payout/splitFee.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { ApiError } from '../../api/apiError.ts'
import { ask } from '../../api/ask.ts'
import { askUntil } from '../../api/askUntil.ts'
import { publishingQueries } from '../../api/publishingQueries.ts'
import { queries } from '../../api/queries.ts'
import { text } from '../../text/text.ts'

/** What is published of a training, and how. */
export type PublishPlan = {
  readonly name: string
  readonly inputPrice: bigint
  readonly outputPrice: bigint
  readonly split: Split
  readonly retrieval: readonly string[]
  readonly licence: string
  readonly evaluationId: string | null
}

const hash = (value: string) => hex32Schema.parse(value)

/**
 * Publishes a training: what its card says first, then its registration on chain. Done again, or after a page was
 * closed half-way, it finds what is done: the model's id follows from adapter, manifest and name.
 */
export function usePublish(options: {
  readonly actor: Actor
  readonly token: string
  readonly info: Info
  readonly jobId: string
  readonly result: TrainingResult
}) {
  const { actor, token, info, jobId, result } = options
  const { busy, error, run } = useAction()
  const [sent, setSent] = useState<string>()
  const [saved, setSaved] = useState(false)
  const [taken, setTaken] = useState<string>()
  const cache = useQueryClient()
  const publish = (plan: PublishPlan) =>
    run(async () => {
      const { name, licence, evaluationId } = plan
      const hashes = {
        baseHash: hash(result.baseHash),
        adapterHash: hash(result.adapterHash),
        manifestHash: hash(result.manifestHash),
      }
      const id = idOf({ chainId: info.chainId, developer: actor.account, name, ...hashes })
      const known = await find(name)
      if (known !== undefined && known.openledger.developer !== actor.account) {
        setTaken(name)
        return
      }
      await ask(putPublication, { params: { id: jobId }, body: { licence, evaluationId }, key: token })
      if (known?.openledger.modelId !== id) {
        const call = registerModelCall(info.addresses, {
          name,
          ...hashes,
          logRoot: hash(result.logRoot),
          indexHash: hash(result.indexHash),
          trainingVersions: result.trainingVersions.map(hash),
          retrievalVersions: plan.retrieval.map(hash),
          inputPrice: plan.inputPrice,
          outputPrice: plan.outputPrice,
          split: plan.split,
        })
        await actor.send(call, text.publish.sending(name)).catch(unlessThere)
      }
      setSent(name)
      void askUntil(cache, queries.models(), ({ data }) => data.some(({ openledger }) => openledger.modelId === id))
    })
  const saveCard = (said: Publication) =>
    run(async () => {
      setSaved(false)
      await ask(putPublication, { params: { id: jobId }, body: said, key: token })
      setSaved(true)
      await cache.invalidateQueries({ queryKey: publishingQueries.publication(jobId, token).queryKey })
    })
  return { busy, error, publish, saveCard, sent, saved, taken }
}

async function find(name: string): Promise<Model | undefined> {
  return ask(getModel, { params: { id: name } }).catch((error: unknown) => {
    if (error instanceof ApiError && error.code === 'MODEL_NOT_FOUND') return undefined
    throw error
  })
}

/** The contract knows the model already: what was wanted is there. */
function unlessThere(error: unknown): void {
  const known = OpenLedgerError.find(error)
  const said = `${known?.message} ${JSON.stringify(known?.details ?? {})}`
  if (known?.code !== 'CHAIN_REVERTED' || !said.includes('ModelExists')) throw error
}
