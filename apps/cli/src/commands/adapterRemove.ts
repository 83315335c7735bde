import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { wholeAdapterId } from '../operations/wholeAdapterId.ts'

export const command: Command = {
  path: ['adapter', 'remove'],
  summary: 'take an adapter out of the store',
  usage: 'ADAPTER',
  options: {},
  details: 'ADAPTER is the id, or its start when that is enough.',
  run: async ({ positionals, terminal, paths, json }) => {
    const { ledger } = await (await openSession(paths)).operator()
    const removed = await ledger.deleteAdapter(await wholeAdapterId(ledger, positionals[0], 'adapter remove'))
    terminal.out(json ? JSON.stringify(removed) : `removed ${removed.id}`)
    return EXIT.ok
  },
}
