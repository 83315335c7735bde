import { type Command, EXIT } from '../command.ts'
import { listAccounts, loadAccount } from '../home/accounts.ts'
import { showList } from '../operations/showList.ts'

export const command: Command = {
  path: ['account', 'list'],
  summary: 'the accounts whose keys lie in the state folder',
  usage: '',
  options: {},
  run: async (context) => {
    const { accounts } = context.paths
    const named = await Promise.all((await listAccounts(accounts)).map((name) => loadAccount(accounts, name)))
    const items = named.map(({ name, account }) => ({ name, address: account.address.toLowerCase() }))
    showList(context, items, {
      columns: [{ heading: 'account' }, { heading: 'address' }],
      row: ({ name, address }) => [name, address],
      none: 'there is no account yet: ./openledger account new NAME makes one',
    })
    return EXIT.ok
  },
}
