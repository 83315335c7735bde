import { type Command, EXIT } from '../command.ts'
import { describeAdapter } from '../operations/describeAdapter.ts'
import { openSession } from '../operations/session.ts'
import { wholeAdapterId } from '../operations/wholeAdapterId.ts'

export const command: Command = {
  path: ['adapter', 'show'],
  summary: 'where an adapter of the store comes from, its licence and files',
  usage: 'ADAPTER',
  options: {},
  details: 'ADAPTER is the id, or its start when that is enough.',
  run: async ({ positionals, terminal, paths, json }) => {
    const { ledger } = await (await openSession(paths)).operator()
    const adapter = await ledger.getAdapter(await wholeAdapterId(ledger, positionals[0], 'adapter show'))
    if (json) terminal.out(JSON.stringify(adapter, null, 2))
    else for (const line of [adapter.id, ...describeAdapter(adapter)]) terminal.out(line)
    return EXIT.ok
  },
}
