import { setCurators } from '@openledger/chain/actions/setCurators.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { addressOf } from '../home/addressOf.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'curators'],
  summary: 'name who reviews a Datanet’s records and judges disputes, instead of those before',
  usage: 'DATANET [ACCOUNT:BPS …] --as OWNER',
  options: { as: { type: 'string', help: 'the account that owns the Datanet' } },
  details:
    'At most 8, each a name or an address with its part of the Datanet’s rate in 1/10,000; the owner keeps what they leave.\nexample: ./openledger datanet curators 0x… rita:2000 0xabc…:1000 --as owner',
  run: async (context) => {
    const { values, positionals, paths } = context
    const [id, ...named] = positionals
    const datanetId = needId(id, 'the Datanet’s id')
    const as = needText(values, 'as')
    const curators = []
    for (const text of named) {
      const [, who, bps] = /^([^:]+):(\d{1,5})$/.exec(text) ?? []
      if (who === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, `'${text}' is not ACCOUNT:BPS`)
      curators.push({ account: await addressOf(paths, who), bps: Number(bps) })
    }
    const owner = await (await openSession(paths)).actor(as)
    const result = await setCurators(owner.wallet, { datanetId, curators })
    tellResult(context, `${curators.length} curators of ${datanetId}`, result, { datanetId })
    return EXIT.ok
  },
}
