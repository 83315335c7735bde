import { shareTrainingFee } from '@openledger/chain/actions/shareTrainingFee.ts'
import { parseVersionData } from '@openledger/core/data/versionData.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'

export const command: Command = {
  path: ['training-fee', 'share'],
  summary: 'share a paid training fee out among the records of its version; anyone may',
  usage: 'VERSION --paid-by DEVELOPER --as ACCOUNT',
  options: {
    'paid-by': { type: 'string', help: 'name or address of the developer who paid' },
    as: { type: 'string', help: 'the account that sends the transactions' },
  },
  details:
    'Reads the version’s list of records from the gateway; the contract checks it against the root. Runs again where it stopped.',
  run: async ({ values, positionals, paths, terminal, json }) => {
    const root = needId(positionals[0], 'the version’s root')
    const developer = await addressOf(paths, needText(values, 'paid-by'))
    const session = await openSession(paths)
    const { wallet } = await session.actor(needText(values, 'as'))
    const [, , , dataHash] = await session.chain.datanetRegistry.read.versionOf([root])
    const records = parseVersionData(await session.ledger.getData(dataHash))
    const runs = await shareTrainingFee(wallet, { root, developer, records })
    terminal.out(
      json ? JSON.stringify({ root, developer, runs }) : `${runs} runs of ${records.length} records shared out`,
    )
    return EXIT.ok
  },
}
