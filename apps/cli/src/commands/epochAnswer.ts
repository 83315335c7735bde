import { answerOpenDemands } from '@openledger/chain/actions/answerOpenDemands.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { openReadOnlyStore } from '../verify/openDataReader.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

export const command: Command = {
  path: ['epoch', 'answer'],
  summary: 'answer what is demanded of an operator’s open epochs, from its published data',
  usage: '--as NAME [--rpc URL] [--data DIR|URL] [--operator ADDRESS] [--addresses FILE] [--chain ID]',
  options: {
    ...outsideOptions,
    as: { type: 'string', help: 'account of the state folder that answers and gets what was prepaid' },
  },
  details: `A node answers by itself for its own epochs. This is for who took over an epoch of another operator, and for anyone who
holds the data. What is demanded of a claims tree only the account that posted the epoch can answer; without an answer the
epoch becomes void and its poster loses the bond.`,
  run: async ({ values, terminal, paths, json }) => {
    const name = values['as']
    if (typeof name !== 'string') throw new OpenLedgerError(cliErrors.CLI_USAGE, 'epoch answer takes --as NAME')
    const view = await readOutsideView(values, paths)
    const { account } = await loadAccount(paths.accounts, name)
    const chain = createChain(view)
    const answered = await answerOpenDemands(createUserWallet({ chain, account }), {
      operator: view.operator,
      reader: await createChainReader(view),
      store: openReadOnlyStore(view.data),
    })
    const told = answered.map(({ number, tree, chunk }) => `epoch ${number}, ${tree}, chunk ${chunk}`)
    terminal.out(
      json
        ? JSON.stringify({ answered: told.length }, null, 2)
        : told.length === 0
          ? 'nothing is demanded that this account may answer'
          : `answered: ${told.join('; ')}`,
    )
    return EXIT.ok
  },
}
