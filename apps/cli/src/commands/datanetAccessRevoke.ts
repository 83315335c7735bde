import { revokeAccess } from '@openledger/chain/actions/revokeAccess.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'access', 'revoke'],
  summary: 'end a developer’s access; its registered models stay, new ones and new prices are refused',
  usage: 'DATANET --of DEVELOPER --as OWNER',
  options: {
    of: { type: 'string', help: 'name or address of the developer' },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const developer = await addressOf(paths, needText(values, 'of'))
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await revokeAccess(owner.wallet, { datanetId, developer })
    tellResult(context, `access of ${developer} to ${datanetId} ended`, result, { datanetId, developer })
    return EXIT.ok
  },
}
