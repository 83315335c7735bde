import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'

export const command: Command = {
  path: ['model', 'show'],
  summary: 'one model: whose it is, what it costs, what it was made of',
  usage: 'NAME',
  options: {},
  run: async (context) => {
    const [name] = context.positionals
    if (name === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'model show takes a model’s name')
    const { ledger } = await openSession(context.paths)
    const model = await ledger.getModel(name)
    const { openledger: facts } = model
    const { price, split } = facts
    showFacts(context, model, [
      ['name', model.id],
      ['id', facts.modelId],
      ['developer', facts.developer],
      ['owner', facts.owner],
      [
        'price',
        `${price.inputPrice} wei a token read, ${price.outputPrice} wei a token written (version ${price.version})`,
      ],
      [
        'fee goes to',
        Object.entries(split)
          .map(([part, bps]) => `${part} ${bps / 100} %`)
          .join(', '),
      ],
      ['base', facts.baseHash],
      ['adapter', facts.adapterHash],
      ['training log', facts.logRoot],
      ['index', facts.indexHash],
      ['trained on', facts.trainingVersions.join(', ') || 'nothing'],
      ['looks up in', facts.retrievalVersions.join(', ') || 'nothing'],
      ['state', facts.servable ? 'served here' : 'its files are not here'],
    ])
    return EXIT.ok
  },
}
