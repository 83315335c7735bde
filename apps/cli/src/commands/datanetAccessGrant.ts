import { grantAccess } from '@openledger/chain/actions/grantAccess.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText, readWei, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

/** The end of the year 2099. */
const FOR_LONG = 4_102_444_800

export const command: Command = {
  path: ['datanet', 'access', 'grant'],
  summary: 'let a developer train on a Datanet and retrieve from it',
  usage: 'DATANET --to DEVELOPER --terms TEXT [--until TIME] [--share BPS] [--price WEI] [--fee WEI] --as OWNER',
  options: {
    to: { type: 'string', help: 'name or address of the developer' },
    terms: { type: 'string', help: 'the terms; their hash goes on chain' },
    until: { type: 'string', help: 'last second, Unix time (default: the end of 2099)' },
    share: { type: 'string', help: 'least data share of its models, in 1/10,000 (default 0)' },
    price: { type: 'string', help: 'least output price of its models, wei a token (default 0)' },
    fee: {
      type: 'string',
      help: 'wei of OPEN that each version trained on costs, shared out among its records (default 0)',
    },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const grant = {
      datanetId: needId(positionals[0], 'the Datanet’s id'),
      developer: await addressOf(paths, needText(values, 'to')),
      termsHash: hashText(needText(values, 'terms')),
      expiry: BigInt(readWhole(values, 'until', Number.MAX_SAFE_INTEGER, FOR_LONG)),
      minDataShareBps: readWhole(values, 'share', 10_000, 0),
      minOutputPrice: readWei(values, 'price', 0n),
      trainingFee: readWei(values, 'fee', 0n),
    }
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await grantAccess(owner.wallet, grant)
    const { datanetId, developer } = grant
    tellResult(context, `access of ${developer} to ${datanetId}`, result, { datanetId, developer })
    return EXIT.ok
  },
}
