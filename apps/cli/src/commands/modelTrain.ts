import { trainingCommand } from '@openledger/core/training/trainingCommand.ts'
import { type Command, EXIT } from '../command.ts'
import { needText } from '../operations/readArguments.ts'
import { readTrainingRequest } from '../operations/readTrainingRequest.ts'
import { openSession } from '../operations/session.ts'
import { showEstimate } from '../operations/showEstimate.ts'
import { trainAdapter } from '../operations/trainAdapter.ts'

export const command: Command = {
  path: ['model', 'train'],
  summary: 'train an adapter on Datanet versions that you were granted',
  usage: 'NAME --versions ROOT[,ROOT] --as DEVELOPER [--preset NAME] [choices of the training] [--estimate]',
  options: {
    versions: { type: 'string', help: 'roots of published versions, with commas between' },
    as: { type: 'string', help: 'the developer whom the Datanets’ owners gave access' },
    base: { type: 'string', help: 'the base model (default: the one that the node serves)' },
    selection: { type: 'string', help: 'what is taken of them: JSON, [{"version":…,"limit":…,"query":…}]' },
    records: { type: 'string', help: 'train on these records alone: a file with one commitment a line' },
    commitments: { type: 'string', help: 'the same, with commas between' },
    preset: { type: 'string', help: 'begin with the choices of quick, balanced or thorough' },
    rank: { type: 'string', help: 'rank of the adapter (default 16)' },
    alpha: { type: 'string', help: 'its scale (default 32)' },
    'learning-rate': { type: 'string', help: 'step size at the peak (default 0.0015)' },
    epochs: { type: 'string', help: 'times that each record is seen (default 16)' },
    'batch-size': { type: 'string', help: 'records a step (default 8)' },
    seed: { type: 'string', help: 'of the order of records, the first weights and what is drawn' },
    dropout: { type: 'string', help: 'share of the adapter’s inputs left out at each step (default 0)' },
    'warmup-ratio': { type: 'string', help: 'share of the steps in which the rate rises' },
    'validation-share': { type: 'string', help: 'share of the records kept out, to measure by (default 0)' },
    'eval-every': { type: 'string', help: 'steps between two measurements (default: once an epoch)' },
    patience: { type: 'string', help: 'measurements without a better loss until it ends early (default 0: never)' },
    quantisation: { type: 'string', help: 'none, or 4bit where the node can' },
    'target-modules': { type: 'string', help: 'projections that the adapter changes, with commas between' },
    'rank-stabilised': { type: 'boolean', help: 'scale by alpha / √rank' },
    'max-tokens-per-example': { type: 'string', help: 'refuse records that need more (default 512)' },
    'max-tokens': { type: 'string', help: 'refuse a training that would process more, epochs included' },
    'sample-prompts': { type: 'string', help: 'asked of the adapter while it is trained: a JSON list of up to 4' },
    retrain: { type: 'boolean', help: 'train again although an adapter of the same manifest exists' },
    estimate: { type: 'boolean', help: 'only tell what it would read, take and cost' },
    'print-config': { type: 'boolean', help: 'only print the request and the whole command' },
  },
  details: `Shows each step, then the hashes that model register puts on chain. The same records, choices and code have the same
manifest: an adapter that was trained by it before is taken instead, unless --retrain is given. Ctrl-C ends the showing
only: training watch shows it again, training stop and resume do what they say.
Example: openledger model train my-coder --versions 0x… --as developer --preset balanced`,
  run: async ({ values, positionals, terminal, paths, json, signal }) => {
    const request = await readTrainingRequest(positionals[0], values)
    const as = needText(values, 'as')
    if (values['print-config'] === true) {
      const command = trainingCommand(request, as)
      terminal.out(JSON.stringify(json ? { request, command } : request, null, 2))
      if (!json) terminal.out(command)
      return EXIT.ok
    }
    const { ledger } = await (await openSession(paths)).actor(as)
    if (values['estimate'] === true) {
      const estimate = await ledger.estimateTraining(request)
      showEstimate({ terminal, json }, estimate)
      return estimate.verdict === 'does-not-fit' ? EXIT.failed : EXIT.ok
    }
    const { result, jobId, seconds } = await trainAdapter(ledger, request, { terminal, signal })
    if (json) terminal.out(JSON.stringify({ jobId, ...result }, null, 2))
    else {
      const how = result.reused ? 'the adapter of an earlier training was taken' : `trained in ${Math.round(seconds)} s`
      terminal.out(`${how}; adapter ${result.adapterHash}`)
      terminal.out(`register it: openledger model register ${request.name} --training ${jobId} --as ${as} …`)
    }
    return EXIT.ok
  },
}
