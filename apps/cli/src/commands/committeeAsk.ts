import { makeBlocks } from '@openledger/chain/actions/makeBlocks.ts'
import { requestReexecution } from '@openledger/chain/actions/requestReexecution.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { findCall } from '../committee/findCall.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

export const command: Command = {
  path: ['committee', 'ask'],
  summary: 'have a drawn committee execute a call’s attribution again',
  usage: 'CALL --as ACCOUNT [--rpc URL] [--data DIR|URL] [--operator ADDRESS]',
  options: { ...outsideOptions, as: { type: 'string', help: 'the account that prepays the members' } },
  details: `For a call of an epoch whose challenge window is open. If the members' medians say that weight was moved, the
epoch becomes void and the account gets part of the operator's bond; see committee show.`,
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [call] = positionals
    if (call === undefined || !/^0x[0-9a-fA-F]{4,64}$/.test(call) || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'committee ask takes a call’s id, or its start, and --as ACCOUNT')
    const view = await readOutsideView(values, paths)
    const chain = createChain(view)
    const { account } = await loadAccount(paths.accounts, values['as'])
    const found = await findCall(chain, view, call)
    const { requestId, status } = await requestReexecution(createUserWallet({ chain, account }), found)
    // Members are drawn by the hash of a later block.
    if (status === 'done') await makeBlocks(view, Number(await chain.committee.read.drawDelay()) + 1)
    const { callId } = found
    const epoch = `${found.epoch.number}`
    terminal.out(
      json
        ? JSON.stringify({ requestId, callId, epoch, status })
        : `request ${requestId} for call ${callId} of epoch ${epoch}${status === 'already' ? ' was made before' : ''}`,
    )
    return EXIT.ok
  },
}
