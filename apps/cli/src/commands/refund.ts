import { refundChannel } from '@openledger/chain/actions/refundChannel.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

const { rpc, chain: chainOption, addresses, operator } = outsideOptions

export const command: Command = {
  path: ['refund'],
  summary: 'give a channel’s payer back what its operator collected and never settled',
  usage: 'CHANNEL --as NAME [--rpc URL] [--addresses FILE] [--chain ID]',
  options: {
    rpc,
    chain: chainOption,
    addresses,
    operator,
    as: { type: 'string', help: 'account of the state folder that sends it and pays the gas' },
  },
  details: `Talks to the chain alone. Due four challenge windows after the first collection that no epoch accounts; before that,
from two windows on, anyone may post the epoch instead (epoch takeover). The money goes to the payer, whoever sends this.`,
  run: async ({ values, positionals, terminal, paths, json }) => {
    const channel = hex32Schema.safeParse(positionals[0]?.toLowerCase())
    const name = values['as']
    if (!channel.success || typeof name !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'refund takes a channel’s id and --as NAME')
    const view = await readOutsideView(values, paths)
    const { account } = await loadAccount(paths.accounts, name)
    const chain = createChain(view)
    const before = await chain.paymentEscrow.read.channelOf([channel.data])
    const { status } = await refundChannel(createUserWallet({ chain, account }), channel.data)
    const after = await chain.paymentEscrow.read.channelOf([channel.data])
    const amount = before.collected - after.collected
    const told = { status, channelId: channel.data, payer: after.payer, amount: amount.toString() }
    terminal.out(json ? JSON.stringify(told, null, 2) : `${status}: ${formatOpen(amount, 18)} OPEN to ${after.payer}`)
    return EXIT.ok
  },
}
