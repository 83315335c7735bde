import { readFile } from 'node:fs/promises'
import { createTrainingJobRequestSchema } from '@openledger/core/api/training.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT, type OptionValues } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { trainAdapter } from '../operations/trainAdapter.ts'

/** Options that are numbers of the training's config, by their names there. */
const NUMBERS = {
  rank: 'rank',
  alpha: 'alpha',
  'learning-rate': 'learningRate',
  epochs: 'epochs',
  'batch-size': 'batchSize',
  seed: 'seed',
  'max-tokens': 'maxTokens',
} as const

export const command: Command = {
  path: ['model', 'train'],
  summary: 'train an adapter on Datanet versions that you were granted',
  usage: 'NAME --versions ROOT[,ROOT] --as DEVELOPER [--records FILE] [choices of the training] [--retrain]',
  options: {
    versions: { type: 'string', help: 'roots of published versions, with commas between' },
    as: { type: 'string', help: 'the developer whom the Datanets’ owners gave access' },
    records: { type: 'string', help: 'train on these records alone: a file with one commitment a line' },
    rank: { type: 'string', help: 'rank of the adapter (default 16)' },
    alpha: { type: 'string', help: 'its scale (default 32)' },
    'learning-rate': { type: 'string', help: 'step size at the peak (default 0.0015)' },
    epochs: { type: 'string', help: 'times that each record is seen (default 16)' },
    'batch-size': { type: 'string', help: 'records a step (default 8)' },
    seed: { type: 'string', help: 'of the order of records and the first weights' },
    'max-tokens': { type: 'string', help: 'refuse a training that would process more, epochs included' },
    retrain: { type: 'boolean', help: 'train again although an adapter of the same manifest exists' },
  },
  details: `Shows each step, then the hashes that model register puts on chain. The same records, choices and code have the same
manifest: an adapter that was trained by it before is taken instead, unless --retrain is given.
Example: openledger model train my-coder --versions 0x… --as developer --epochs 6`,
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const request = createTrainingJobRequestSchema.safeParse(await readRequest(positionals[0], values))
    if (!request.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, z.prettifyError(request.error))
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const { result, jobId, seconds } = await trainAdapter(ledger, request.data, { terminal, signal })
    if (json) terminal.out(JSON.stringify({ jobId, ...result }, null, 2))
    else {
      const how = result.reused ? 'the adapter of an earlier training was taken' : `trained in ${Math.round(seconds)} s`
      terminal.out(`${how}; adapter ${result.adapterHash}`)
      terminal.out(
        `register it: openledger model register ${positionals[0]} --training ${jobId} --as ${values['as']} …`,
      )
    }
    return EXIT.ok
  },
}

async function readRequest(name: string | undefined, values: OptionValues) {
  const config = Object.entries(NUMBERS).flatMap(([option, field]) =>
    values[option] === undefined ? [] : [[field, Number(values[option])] as const],
  )
  const file = values['records']
  const commitments = typeof file === 'string' ? (await readFile(file, 'utf8')).split(/\s+/).filter(Boolean) : undefined
  return {
    name,
    versions: needText(values, 'versions').split(','),
    ...(commitments === undefined ? {} : { commitments }),
    ...(config.length === 0 ? {} : { config: Object.fromEntries(config) }),
    retrain: values['retrain'] === true,
  }
}
