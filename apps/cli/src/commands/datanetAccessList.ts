import { type Command, EXIT } from '../command.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['datanet', 'access', 'list'],
  summary: 'who asked for access and who has it; for others than the owner, how their own request stands',
  usage: 'DATANET --as ACCOUNT',
  options: { as: { type: 'string', help: 'the Datanet’s owner, or a developer' } },
  run: async (context) => {
    const { ledger } = await (await openSession(context.paths)).actor(needText(context.values, 'as'))
    const { datanetId } = await findDatanet(ledger, context.positionals[0])
    const { data } = await ledger.listAccess(datanetId)
    showList(context, data, {
      columns: [{ heading: 'developer' }, { heading: 'state' }, { heading: 'until' }, { heading: 'words' }],
      row: ({ developer, state, grant, words, refusal }) => [
        developer,
        state,
        grant === null || grant.expiry === 0 ? '' : new Date(grant.expiry * 1000).toISOString().slice(0, 10),
        refusal === null ? (words ?? '') : `${words ?? ''} (refused: ${refusal.reason})`,
      ],
      none: 'nobody has asked',
    })
    return EXIT.ok
  },
}
