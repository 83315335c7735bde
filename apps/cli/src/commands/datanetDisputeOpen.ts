import { openDispute } from '@openledger/chain/actions/openDispute.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'dispute', 'open'],
  summary: 'dispute a record with a stake: its income is frozen until the verdict',
  usage: 'DATANET COMMITMENT --contributor ACCOUNT --reason TEXT --as CHALLENGER',
  options: {
    contributor: { type: 'string', help: 'name or address of whose record it is' },
    reason: { type: 'string', help: 'what you say against it; its hash goes on chain' },
    as: { type: 'string', help: 'the account that stakes' },
  },
  details: 'Owner or curators decide; the loser’s stake is cut: half is burned, half goes to the winner.',
  run: async (context) => {
    const { values, positionals, paths } = context
    const record = {
      datanetId: needId(positionals[0], 'the Datanet’s id'),
      commitment: needId(positionals[1], 'the record’s commitment'),
      contributor: await addressOf(paths, needText(values, 'contributor')),
      reasonHash: hashText(needText(values, 'reason')),
    }
    const { wallet } = await (await openSession(paths)).actor(needText(values, 'as'))
    const { disputeId, ...result } = await openDispute(wallet, record)
    tellResult(context, `dispute ${disputeId}`, result, { disputeId })
    return EXIT.ok
  },
}
