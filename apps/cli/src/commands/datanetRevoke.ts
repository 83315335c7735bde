import { revokeRecordsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'revoke'],
  summary: 'keep records of yours out of a Datanet’s new versions',
  usage: 'DATANET COMMITMENT … --as CONTRIBUTOR',
  options: { as: { type: 'string', help: 'the contributor’s account' } },
  details: 'Published versions stay, and so does what models that were trained on them earn for the records.',
  run: async (context) => {
    const { values, positionals, paths } = context
    const [id, ...named] = positionals
    const datanetId = needId(id, 'the Datanet’s id')
    const commitments = named.map((text) => needId(text, 'commitments of records'))
    if (commitments.length === 0) throw new OpenLedgerError(cliErrors.CLI_USAGE, 'give at least one commitment')
    const session = await openSession(paths)
    const { wallet } = await session.actor(needText(values, 'as'))
    const call = revokeRecordsCall(session.chain.addresses, datanetId, commitments)
    const { transactionHash } = await wallet.send(call, 'Revoking records')
    const result = { status: 'done', hash: transactionHash } as const
    tellResult(context, `${commitments.length} records revoked`, result, { datanetId })
    return EXIT.ok
  },
}
