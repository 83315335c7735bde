import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['model', 'list'],
  summary: 'the models that the gateway knows, with their prices',
  usage: '',
  options: {},
  details: 'Prices are in wei of OPEN for each token read and written.',
  run: async (context) => {
    const { ledger } = await openSession(context.paths)
    const { data } = await ledger.listModels()
    showList(context, data, {
      columns: [
        { heading: 'model' },
        { heading: 'makes' },
        { heading: 'input', align: 'right' },
        { heading: 'output', align: 'right' },
        { heading: 'trained on', align: 'right' },
        { heading: 'looks up in', align: 'right' },
        { heading: 'state' },
      ],
      row: ({ id, openledger }) => {
        const { kind, price, trainingVersions, retrievalVersions, servable } = openledger
        const versions = [trainingVersions, retrievalVersions].map(({ length }) => (length === 0 ? '' : String(length)))
        const state = servable ? 'served' : 'not here'
        return [id, kind === 'text' ? 'texts' : 'vectors', price.inputPrice, price.outputPrice, ...versions, state]
      },
      none: 'there is no model yet: ./openledger model register puts one on chain',
    })
    return EXIT.ok
  },
}
