import { rateDatanet } from '@openledger/chain/actions/rateDatanet.ts'
import { refreshRating } from '@openledger/chain/actions/refreshRating.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { ZERO_HEX32 } from '@openledger/core/primitives/hex.ts'
import { type Command, EXIT } from '../command.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText, readWhole } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'rate'],
  summary: 'rate a Datanet with 1 to 5 stars, weighed by what you have staked',
  usage: 'DATANET --stars N [--reason TEXT] --as STAKER | DATANET --refresh RATER --as ACCOUNT',
  options: {
    stars: { type: 'string', help: '1 to 5' },
    reason: { type: 'string', help: 'what you say of it; its hash goes on chain' },
    refresh: { type: 'string', help: 'weigh this account’s rating by what it has staked now; anyone may' },
    as: { type: 'string', help: 'the account that rates, or sends the transaction' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const session = await openSession(paths)
    const { wallet } = await session.actor(needText(values, 'as'))
    if (typeof values['refresh'] === 'string') {
      const rater = await addressOf(paths, values['refresh'])
      tellResult(context, `rating by ${rater} weighed`, await refreshRating(wallet, { datanetId, rater }), {
        datanetId,
      })
      return EXIT.ok
    }
    const reason = values['reason']
    const reasonHash = typeof reason === 'string' ? hashText(reason) : ZERO_HEX32
    const stars = readWhole(values, 'stars', 5)
    const result = await rateDatanet(wallet, { datanetId, stars, reasonHash })
    const { weight, weightedStars, raters } = await session.chain.datanetRatings.read.tallyOf([datanetId])
    const average = weight === 0n ? 0 : Number((weightedStars * 100n) / weight) / 100
    tellResult(context, `${stars} stars; ${average} on average of ${raters}`, result, { datanetId, average, raters })
    return EXIT.ok
  },
}
