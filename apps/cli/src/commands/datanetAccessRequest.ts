import { requestAccessCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { type Command, EXIT } from '../command.ts'
import { needId, needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { tellResult } from '../operations/tellResult.ts'

export const command: Command = {
  path: ['datanet', 'access', 'request'],
  summary: 'ask a Datanet’s owner, on chain, to train on it and retrieve from it',
  usage: 'DATANET --terms TEXT --as DEVELOPER',
  options: {
    terms: {
      type: 'string',
      help: 'who you are and the terms that you offer: the owner reads the words, their hash goes on chain',
    },
    as: { type: 'string', help: 'the developer’s account' },
  },
  run: async (context) => {
    const { values, positionals, paths } = context
    const datanetId = needId(positionals[0], 'the Datanet’s id')
    const session = await openSession(paths)
    const { wallet, ledger } = await session.actor(needText(values, 'as'))
    const { termsHash } = await ledger.describeRequest(datanetId, needText(values, 'terms'))
    const { transactionHash } = await wallet.send(
      requestAccessCall(session.chain.addresses, datanetId, termsHash),
      'Asking for access',
    )
    tellResult(
      context,
      `access to ${datanetId} asked for`,
      { status: 'done', hash: transactionHash },
      { datanetId, termsHash },
    )
    return EXIT.ok
  },
}
