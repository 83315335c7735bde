import { registerModel } from '@openledger/chain/actions/registerModel.ts'
import { trainingJobSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { DEFAULT_SPLIT, type Split } from '@openledger/core/payout/splitFee.ts'
import { type Hex32, hex32Schema } from '@openledger/core/primitives/hex.ts'
import { UNTRAINED } from '@openledger/core/training/untrained.ts'
import { z } from 'zod'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needId, needText, readWei, readWhole } from '../operations/readArguments.ts'
import { openSession, type Session } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'
import { waitUntilServed } from '../operations/waitUntilServed.ts'

export const command: Command = {
  path: ['model', 'register'],
  summary: 'put a model on chain with its price, split and ancestors, and have it served',
  usage:
    'NAME --input WEI --output WEI --as DEVELOPER|operator [--embedding] [--training JOB] [--retrieves ROOT,…] [--split …] [--on MODEL:BPS,…] [--royalty BPS]',
  options: {
    input: { type: 'string', help: 'wei of OPEN an input token' },
    output: { type: 'string', help: 'wei of OPEN an output token' },
    embedding: { type: 'boolean', help: 'the embedding model, which has no output tokens, in place of the base model' },
    as: { type: 'string', help: 'who will own it; operator: who runs this gateway, on its machine' },
    training: { type: 'string', help: 'the job of model train; without it the base model as it is' },
    retrieves: { type: 'string', help: 'roots of versions that its calls look things up in, with commas between' },
    split: {
      type: 'string',
      help: 'burn,operator,model,stakers,data in 1/10,000 (default 200,800,2000,2000,5000; without data 200,7800,2000,0,0)',
    },
    on: {
      type: 'string',
      help: 'models that it is built on and what each gets of the model part: ID:BPS, with commas between',
    },
    royalty: { type: 'string', help: 'the least that models built on this one must give it, in 1/10,000 (default 0)' },
  },
  details: `Binds adapter, manifest, training log and attribution index to the model's id. The registry checks that access was
granted to the versions and that training fees are paid. A name is its first developer's on a gateway.
Example: openledger model register my-coder --training JOB --input 10000000000000 --output 40000000000000 --as developer`,
  run: async (context) => {
    const { values, positionals, paths, signal } = context
    const [name] = positionals
    if (name === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'model register takes a name')
    const price = { inputPrice: readWei(values, 'input'), outputPrice: readWei(values, 'output') }
    const as = needText(values, 'as')
    const session = await openSession(paths)
    const { wallet } = await (as === 'operator' ? session.operator() : session.actor(as))
    const retrievalVersions = readRoots(values)
    const trained = await trainedParts(session, values)
    const hasData = trained.trainingVersions.length + retrievalVersions.length > 0
    const { modelId, ...result } = await registerModel(wallet, {
      name,
      baseHash: hex32Schema.parse(baseOf(session, values).hash),
      ...price,
      ...trained,
      retrievalVersions,
      split: readSplit(values, hasData),
      parents: readParents(values),
      askedRoyaltyBps: readWhole(values, 'royalty', 10_000, 0),
    })
    await waitUntilServed(session, [modelId], signal)
    tellResult(context, `model ${modelId}`, result, { modelId, name })
    return EXIT.ok
  },
}

/** @throws CLI_USAGE where there is no embedding model, or it is to have data */
function baseOf({ ledger: { info } }: Session, values: OptionValues) {
  if (values['embedding'] !== true) return info.baseModel
  if (info.embeddingModel === null) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'The gateway has no embedding model')
  if (values['training'] !== undefined || values['retrieves'] !== undefined)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--embedding goes without --training and --retrieves')
  return info.embeddingModel
}

/** What a training left; hashes of 0 without one. @throws CLI_JOB_FAILED when it has no adapter */
async function trainedParts({ ledger }: Session, values: OptionValues) {
  const jobId = values['training']
  if (typeof jobId !== 'string') return UNTRAINED
  const { result, status } = trainingJobSchema.parse(await ledger.getTrainingJob(jobId))
  if (result === null) throw new OpenLedgerError(cliErrors.CLI_JOB_FAILED, `Training ${jobId} is ${status}: no adapter`)
  const hash = (value: string) => hex32Schema.parse(value)
  return {
    adapterHash: hash(result.adapterHash),
    manifestHash: hash(result.manifestHash),
    logRoot: hash(result.logRoot),
    indexHash: hash(result.indexHash),
    trainingVersions: result.trainingVersions.map(hash),
  }
}

function readRoots(values: OptionValues): Hex32[] {
  const text = values['retrieves']
  return typeof text === 'string' ? text.split(',').map((root) => needId(root, 'the root of each version')) : []
}

/** A model without data pays none: its data part is the operator's. */
const WITHOUT_DATA: Split = { burn: 200, operator: 7_800, model: 2_000, stakers: 0, data: 0 }
const bpsSchema = z.coerce.number().int().min(0).max(10_000)
const splitSchema = z.tuple([bpsSchema, bpsSchema, bpsSchema, bpsSchema, bpsSchema])

function readSplit(values: OptionValues, hasData: boolean): Split {
  const text = values['split']
  if (typeof text !== 'string') return hasData ? DEFAULT_SPLIT : WITHOUT_DATA
  const parsed = splitSchema.safeParse(text.split(','))
  if (!parsed.success || parsed.data.reduce((sum, part) => sum + part, 0) !== 10_000)
    throw new OpenLedgerError(cliErrors.CLI_USAGE, '--split takes five whole numbers that sum to 10000')
  const [burn, operator, model, stakers, data] = parsed.data
  return { burn, operator, model, stakers, data }
}

function readParents(values: OptionValues): { ancestor: Hex32; bps: number }[] {
  const text = values['on']
  if (typeof text !== 'string') return []
  return text.split(',').map((part) => {
    const [id, share] = part.split(':')
    const bps = bpsSchema.safeParse(share)
    if (!bps.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--on takes MODEL:BPS, with commas between')
    return { ancestor: needId(id, 'the id of each model'), bps: bps.data }
  })
}
