import type { GenerationFields } from '@openledger/core/api/generation.ts'
import type { ModelKind } from '@openledger/core/api/models.ts'
import {
  type AskedPart,
  completeEnsemble,
  ENSEMBLE_MAX,
  type EnsemblePart,
  ensembleName,
  parseEnsembleName,
} from '@openledger/core/ensemble/ensembleName.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import type { AdapterRef } from '@openledger/engine/engine.ts'
import { gatewayErrors } from '../errors.ts'
import type { GatewayServices } from '../gatewayServices.ts'
import type { CalledModel } from './calledModel.ts'
import { isRegistered, resolveModel } from './findModels.ts'
import type { ServableModel } from './servableModel.ts'

/** As much of a request as says what is called. */
type Asked = Pick<GenerationFields, 'model'> & Partial<Pick<GenerationFields, 'ensemble'>>

/**
 * What a request calls: the model of that name, else the ensemble that the name or the field `ensemble` lists. A name
 * on chain goes before its reading as an ensemble.
 *
 * @param kind - what the route makes
 * @throws MODEL_NOT_FOUND, MODEL_NOT_SERVABLE, MODEL_OTHER_KIND, ENSEMBLE_INVALID
 */
export async function resolveCalled(services: GatewayServices, kind: ModelKind, asked: Asked): Promise<CalledModel> {
  const parts = asked.ensemble == null ? await partsOf(services, asked.model) : listed(asked, asked.ensemble)
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return alone(await resolveKind(services, kind, only.model))
  const members: Member[] = []
  for (const { model, scalePpm } of parts) {
    const member = await resolveKind(services, kind, model)
    if (member.adapters.length === 0)
      throw invalid(`${model} is a base model: an ensemble is of models with an adapter.`)
    members.push({ ...member, scalePpm })
  }
  return together(members)
}

/** @throws ENSEMBLE_INVALID */
function listed({ model }: Asked, ensemble: readonly AskedPart[]): EnsemblePart[] {
  if (!ensemble.some((part) => part.model === model)) throw invalid('`model` must name one of the ensemble.')
  return completed(ensemble)
}

/** @throws ENSEMBLE_INVALID */
async function partsOf(services: GatewayServices, name: string): Promise<EnsemblePart[]> {
  const asked = parseEnsembleName(name)
  const isAlone = asked === undefined || (await isRegistered(services, name))
  return isAlone ? [{ model: name, scalePpm: 1_000_000 }] : completed(asked)
}

function completed(asked: readonly AskedPart[]): EnsemblePart[] {
  if (asked.length > ENSEMBLE_MAX) throw invalid(`An ensemble has at most ${ENSEMBLE_MAX} models.`)
  const parts = completeEnsemble(asked)
  if (parts !== undefined) return parts
  throw invalid(
    'Each model of an ensemble has a factor above 0 with six decimals at most, or none has; they sum to 1 at most.',
  )
}

async function resolveKind(services: GatewayServices, kind: ModelKind, name: string): Promise<ServableModel> {
  const model = await resolveModel(services, name)
  if (model.kind === kind) return model
  const makes = { text: 'texts', embedding: 'vectors' }[model.kind]
  throw new OpenLedgerError(gatewayErrors.MODEL_OTHER_KIND, `The model ${name} makes ${makes}.`, {
    details: { param: 'model', kind: model.kind },
  })
}

type Member = ServableModel & { readonly scalePpm: number }

function alone({ modelId, name, kind, price, adapters, retrievalVersions }: ServableModel): CalledModel {
  return { name, kind, components: [{ modelId, scalePpm: 1_000_000, price }], adapters, retrievalVersions }
}

function together(members: readonly Member[]): CalledModel {
  const [first, ...others] = members
  if (first === undefined) throw invalid('The ensemble has no model.')
  const ids = new Set(members.map(({ modelId }) => modelId))
  if (ids.size !== members.length) throw invalid('The ensemble names a model twice.')
  const componentOf = ({ modelId, scalePpm, price }: Member) => ({ modelId, scalePpm, price })
  // Two models may be registrations of one adapter: it counts with the sum of their factors.
  const adapters = new Map<string, AdapterRef>()
  for (const member of members) {
    for (const adapter of member.adapters) {
      const before = adapters.get(adapter.id)?.scale ?? 0
      adapters.set(adapter.id, { ...adapter, scale: before + member.scalePpm / 1_000_000 })
    }
  }
  return {
    name: ensembleName(members.map(({ name, scalePpm }) => ({ model: name, scalePpm }))),
    kind: first.kind,
    components: [componentOf(first), ...others.map(componentOf)],
    adapters: [...adapters.values()],
    retrievalVersions: [...new Set(members.flatMap(({ retrievalVersions }) => retrievalVersions))],
  }
}

function invalid(message: string): OpenLedgerError {
  return new OpenLedgerError(gatewayErrors.ENSEMBLE_INVALID, message, { details: { param: 'model' } })
}
