import { type Command, EXIT } from '../command.ts'
import { needId } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { table } from '../output/table.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'list'],
  summary: 'which records of a Datanet are disputed, and what was decided',
  usage: 'DATANET',
  options: {},
  run: async ({ positionals, terminal, paths, json }) => {
    const session = await openSession(paths)
    const { data } = await session.ledger.listDisputes(needId(positionals[0], 'the Datanet’s id'))
    if (json) terminal.out(JSON.stringify(data, null, 2))
    else {
      const headings = ['dispute', 'record', 'contributor', 'stage', 'verdict']
      const cells = data.map(({ disputeId, commitment, contributor, stage, upheld }) => [
        disputeId,
        `${commitment.slice(0, 10)}…`,
        contributor,
        stage,
        stage === 'open' ? '' : upheld ? 'upheld' : 'dismissed',
      ])
      for (const line of table(
        headings.map((heading) => ({ heading })),
        cells,
      ))
        terminal.out(line)
    }
    return EXIT.ok
  },
}
