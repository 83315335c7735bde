import { setPrice } from '@openledger/chain/actions/setPrice.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText, readWei } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['model', 'price'],
  summary: 'set a model’s price; it holds after the registry’s delay',
  usage: 'MODEL --input WEI --output WEI --as OWNER',
  options: {
    input: { type: 'string', help: 'wei of OPEN an input token' },
    output: { type: 'string', help: 'wei of OPEN an output token' },
    as: { type: 'string', help: 'the account that owns the model' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const modelId = needId(positionals[0], 'the model’s id')
    const price = { inputPrice: readWei(values, 'input'), outputPrice: readWei(values, 'output') }
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await setPrice(owner.wallet, { modelId, ...price })
    tellResult(context, `price of ${modelId}`, result, { modelId })
    return EXIT.ok
  },
}
