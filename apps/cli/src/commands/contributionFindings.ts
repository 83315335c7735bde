import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['contribution', 'findings'],
  summary: 'what the checks say of each record of a contribution, and where',
  usage: 'CONTRIBUTION --as ACCOUNT',
  options: { as: { type: 'string', help: 'the contributor, or the owner of the Datanet' } },
  details: 'With --json also the content without its personal data, for the contributor, where the Datanet offers it.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const id = needId(positionals[0], 'the contribution’s id')
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const answer = await ledger.getFindings(id)
    if (json) {
      terminal.out(JSON.stringify(answer, null, 2))
      return EXIT.ok
    }
    for (const { index, verdict, quality, findings } of answer.records) {
      terminal.out(`${index + 1}  ${verdict}${quality === null ? '' : `, quality ${quality.score}`}`)
      for (const { code, reason, places = [] } of findings) {
        terminal.out(`   ${code}  ${reason}`)
        for (const { field, start, end, kind } of places) terminal.out(`      ${kind} in ${field}, ${start} to ${end}`)
      }
    }
    return EXIT.ok
  },
}
