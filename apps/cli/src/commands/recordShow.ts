import { type Command, EXIT } from '../command.ts'
import { needId } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showFacts } from '../operations/showFacts.ts'

export const command: Command = {
  path: ['record', 'show'],
  summary: 'one record: its whole history, what it earned, and, for who may read it, what it says',
  usage: 'COMMITMENT [--as READER]',
  options: { as: { type: 'string', help: 'an account that may read it; without one, facts alone' } },
  run: async (context) => {
    const { values, positionals, paths } = context
    const commitment = needId(positionals[0], 'the record’s commitment')
    const session = await openSession(paths)
    const asked = typeof values['as'] === 'string' ? await session.actor(values['as']) : undefined
    const record = await (asked ?? session).ledger.getRecord(commitment, asked === undefined ? {} : { content: '1' })
    const { contributor, slug, verdict, code, registered, versions, withdrawn, income, content } = record
    showFacts(context, record, [
      ['record', commitment],
      ['Datanet', slug],
      ['contributor', contributor],
      ['verdict', `${verdict}${code === null ? '' : ` (${code})`}`],
      ['registered', registered === null ? 'not on chain' : `block ${registered.blockNumber}`],
      ...versions.map(({ number, blockNumber }) => [`version ${number}`, `block ${blockNumber}`] as const),
      ...(withdrawn === null ? [] : [['withdrawn', `block ${withdrawn.blockNumber}`] as const]),
      ['earned', `${income.total} wei from ${income.calls} calls`],
      ...income.entries.map(({ epoch, model, amount }) => [`epoch ${epoch}`, `${amount} wei by ${model}`] as const),
      ...(content === null ? [] : [['says', JSON.stringify(content)] as const]),
    ])
    return EXIT.ok
  },
}
