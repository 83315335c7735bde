import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { wholeAdapterId } from '../operations/wholeAdapterId.ts'

export const command: Command = {
  path: ['adapter', 'verify'],
  summary: 'hash an adapter’s files again: are they what was kept?',
  usage: 'ADAPTER',
  options: {},
  details: 'ADAPTER is the id, or its start when that is enough.',
  run: async ({ positionals, terminal, paths, json }) => {
    const { ledger } = await (await openSession(paths)).operator()
    const adapter = await ledger.verifyAdapter(await wholeAdapterId(ledger, positionals[0], 'adapter verify'))
    const files = Object.keys(adapter.files).length
    terminal.out(json ? JSON.stringify(adapter, null, 2) : `${adapter.id}: ${files} files as they were kept`)
    return EXIT.ok
  },
}
