import { transferToken } from '@openledger/chain/actions/transferToken.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['model', 'transfer'],
  summary: 'give a model to another account; what it earned before stays yours',
  usage: 'MODEL --to ACCOUNT --as OWNER',
  options: {
    to: { type: 'string', help: 'name or address of the new owner' },
    as: { type: 'string', help: 'the account that owns it now' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const id = needId(positionals[0], 'the model’s id')
    const to = await addressOf(paths, needText(values, 'to'))
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await transferToken(owner.wallet, { what: 'model', id, to })
    tellResult(context, `model ${id} to ${to}`, result, { id, to })
    return EXIT.ok
  },
}
