import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { findDatanet } from '../operations/findDatanet.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['datanet', 'access', 'refuse'],
  summary: 'refuse a developer’s request, with a reason that it reads',
  usage: 'DATANET --to DEVELOPER --reason TEXT --as OWNER',
  options: {
    to: { type: 'string', help: 'name or address of the developer' },
    reason: { type: 'string', help: 'why' },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  run: async ({ values, positionals, terminal, paths, json }) => {
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    const { datanetId } = await findDatanet(ledger, positionals[0])
    const developer = await addressOf(paths, needText(values, 'to'))
    const entry = await ledger.refuseAccess(datanetId, developer, needText(values, 'reason'))
    terminal.out(json ? JSON.stringify(entry) : `the request of ${developer} is refused`)
    return EXIT.ok
  },
}
