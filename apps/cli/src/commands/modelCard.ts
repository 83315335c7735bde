import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { modelCard } from '@openledger/data/card/modelCard.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['model', 'card'],
  summary: 'a model’s card: data, licence, settings, evaluation, hashes, price',
  usage: 'NAME',
  options: {},
  details: 'Markdown as the Hugging Face Hub reads it; with --json the facts as they are.',
  run: async ({ positionals, paths, terminal, json }) => {
    const [name] = positionals
    if (name === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'model card takes a model’s name')
    const { ledger } = await openSession(paths)
    const card = await ledger.getModelCard(name)
    terminal.out(json ? JSON.stringify(card, null, 2) : modelCard(card))
    return EXIT.ok
  },
}
