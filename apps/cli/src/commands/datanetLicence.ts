import { setLicence } from '@openledger/chain/actions/setLicence.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'licence'],
  summary: 'put what is contributed to a Datanet from now on under a licence',
  usage: 'DATANET --name NAME --terms TEXT --as OWNER',
  options: {
    name: { type: 'string', help: 'as SPDX names it, for one CC-BY-4.0' },
    terms: { type: 'string', help: 'the licence’s text; its hash goes on chain, the text to the gateway' },
    as: { type: 'string', help: 'the account that owns the Datanet' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const licenceText = needText(values, 'terms')
    const licence = { name: needText(values, 'name'), termsHash: hashText(licenceText) }
    const owner = await (await openSession(paths)).actor(needText(values, 'as'))
    const result = await setLicence(owner.wallet, { datanetId, ...licence })
    await owner.ledger.putDatanetTexts(datanetId, { licenceText })
    tellResult(context, `${datanetId} under ${licence.name}`, result, { datanetId, ...licence })
    return EXIT.ok
  },
}
