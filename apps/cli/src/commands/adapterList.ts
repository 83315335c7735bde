import { type Command, EXIT } from '../command.ts'
import { openSession } from '../operations/session.ts'
import { table } from '../output/table.ts'

export const command: Command = {
  path: ['adapter', 'list'],
  summary: 'adapters in the store (the operator’s machine)',
  usage: '',
  options: {},
  details: 'Exits with 1 when the description of an adapter is lost: remove it and add it again.',
  run: async ({ terminal, paths, json }) => {
    const { ledger } = await (await openSession(paths)).operator()
    const { data, damaged } = await ledger.listAdapters()
    if (json) terminal.out(JSON.stringify({ data, damaged }, null, 2))
    else {
      const columns = [
        { heading: 'adapter' },
        { heading: 'licence' },
        { heading: 'rank', align: 'right' as const },
        { heading: 'added' },
        { heading: 'source' },
      ]
      const rows = data.map(({ id, licence, rank, fetchedAt, source }) => [
        ...[id.slice(0, 16), licence.id, String(rank), fetchedAt.slice(0, 10), source],
      ])
      for (const line of table(columns, rows)) terminal.out(line)
      for (const id of damaged) terminal.out(`${id} is damaged`)
    }
    return damaged.length === 0 ? EXIT.ok : EXIT.failed
  },
}
