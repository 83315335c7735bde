import { setLimits } from '@openledger/chain/actions/setLimits.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

const MOST = 4_294_967_295

export const command: Command = {
  path: ['datanet', 'limits'],
  summary: 'limit how many records one account registers in a Datanet',
  usage: 'DATANET [--in-all N] [--a-day N] --as OWNER',
  options: {
    'in-all': { type: 'string', help: 'records in all (default and 0: no limit)' },
    'a-day': { type: 'string', help: 'records a day, UTC (default and 0: no limit)' },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const limits = {
      recordsInAll: readWhole(values, 'in-all', MOST, 0),
      recordsADay: readWhole(values, 'a-day', MOST, 0),
    }
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await setLimits(owner.wallet, { datanetId, limits })
    tellResult(context, `limits of ${datanetId}`, result, { datanetId, ...limits })
    return EXIT.ok
  },
}
