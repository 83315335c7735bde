import { claimForAll } from '@openledger/chain/actions/claimForAll.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { loadPayouts } from '@openledger/core/verify/loadPayouts.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { openReadOnlyStore } from '../verify/openDataReader.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

export const command: Command = {
  path: ['epoch', 'pay'],
  summary: 'pay everybody what the newest final epoch owes, in batches',
  usage: '--as NAME [--balances] [--rpc URL] [--data DIR|URL] [--operator ADDRESS] [--addresses FILE] [--chain ID]',
  options: {
    ...outsideOptions,
    as: { type: 'string', help: 'account of the state folder that sends it and pays the gas' },
    balances: {
      type: 'boolean',
      help: 'keep the amounts in the claim vault for the accounts, for a quarter of the gas',
    },
  },
  details: 'Anyone may; the money goes to the accounts. Reads the chain and the published payouts alone.',
  run: async ({ values, terminal, paths, json }) => {
    const name = values['as']
    if (typeof name !== 'string') throw new OpenLedgerError(cliErrors.CLI_USAGE, 'epoch pay takes --as NAME')
    const view = await readOutsideView(values, paths)
    const { operator } = view
    const { account } = await loadAccount(paths.accounts, name)
    const chain = createChain(view)
    const { finalCount } = await chain.settlement.read.stateOf([operator])
    const sources = { chain: await createChainReader(view), store: openReadOnlyStore(view.data) }
    const payouts = (await loadPayouts(sources, operator, finalCount)) ?? []
    const toBalance = values['balances'] === true
    const wallet = createUserWallet({ chain, account })
    const { accounts, amount, transactions } = await claimForAll(wallet, { operator, payouts, toBalance })
    const told = { epoch: finalCount.toString(), accounts, amount: amount.toString(), transactions, toBalance }
    terminal.out(
      json
        ? JSON.stringify(told, null, 2)
        : `epoch ${finalCount}: ${formatOpen(amount, 18)} OPEN ${toBalance ? 'kept for' : 'paid to'} ${accounts} accounts in ${transactions} transactions`,
    )
    return EXIT.ok
  },
}
