import { registerValidator } from '@openledger/chain/actions/registerValidator.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { ensureSealKey, validatorFolder } from '../committee/sealKeyFile.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

/** Validators serve every operator: none is named. */
const anyOperator = '0x0000000000000000000000000000000000000000'
const { operator: _, data: __, ...chainOptions } = outsideOptions

export const command: Command = {
  path: ['validator', 'register'],
  summary: 'take a seat among the validators of whom committees are drawn',
  usage: '--as ACCOUNT [--rpc URL]',
  options: { ...chainOptions, as: { type: 'string', help: 'the account, whose own pool holds enough stake' } },
  details: `First stake behind the account itself: openledger stake ACCOUNT OPEN --as ACCOUNT. Then keep openledger validate
running: who is drawn and stays silent loses a part of its stake.`,
  run: async ({ values, terminal, paths, json }) => {
    const name = values['as']
    if (typeof name !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'validator register takes --as ACCOUNT')
    const chain = createChain(await readOutsideView({ ...values, operator: anyOperator }, paths))
    const { account } = await loadAccount(paths.accounts, name)
    const { key } = await ensureSealKey(validatorFolder(paths.home, name))
    const { status } = await registerValidator(createUserWallet({ chain, account }), { encryptionKey: key.publicKey })
    terminal.out(
      json
        ? JSON.stringify({ validator: account.address.toLowerCase(), encryptionKey: key.publicKey, status })
        : `${name} ${status === 'already' ? 'has a seat already' : 'has a seat'}`,
    )
    return EXIT.ok
  },
}
