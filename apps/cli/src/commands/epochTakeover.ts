import { takeOverEpoch } from '@openledger/chain/actions/takeOverEpoch.ts'
import { createUserWallet } from '@openledger/chain/actions/userWallet.ts'
import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { hex32Schema } from '@openledger/core/primitives/hex.ts'
import { rebuildEpoch } from '@openledger/core/verify/rebuildEpoch.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { openReadOnlyStore } from '../verify/openDataReader.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'

export const command: Command = {
  path: ['epoch', 'takeover'],
  summary: 'post another operator’s overdue epoch under a bond of your own',
  usage: 'MANIFEST --as NAME [--dry] [--rpc URL] [--data DIR|URL] [--operator ADDRESS] [--addresses FILE] [--chain ID]',
  options: {
    ...outsideOptions,
    as: { type: 'string', help: 'account of the state folder that posts, and whose OPEN is the bond' },
    dry: { type: 'boolean', help: 'only derive the epoch; nothing is sent' },
  },
  details: `MANIFEST is the address of what the operator published for the epoch. Signatures, amounts and roots are derived again
from it and from the chain; only an epoch that holds is posted. Possible two challenge windows after the first collection
that no epoch accounts. The bond comes back when the epoch is final.`,
  run: async ({ values, positionals, terminal, paths, json }) => {
    const manifest = hex32Schema.safeParse(positionals[0]?.toLowerCase())
    const name = values['as']
    if (!manifest.success || typeof name !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'epoch takeover takes a manifest’s address and --as NAME')
    const view = await readOutsideView(values, paths)
    const { account } = await loadAccount(paths.accounts, name)
    const chain = createChain(view)
    const { number: block, timestamp: time } = await chain.client.getBlock()
    const built = await rebuildEpoch({
      chain: await createChainReader(view),
      store: openReadOnlyStore(view.data),
      operator: view.operator,
      manifest: manifest.data,
      block,
      time,
    })
    const { epoch, epochHash } = built
    const bond = await chain.settlement.read.requiredBond([view.operator, epoch.payouts.sum])
    const { status } =
      values['dry'] === true
        ? { status: 'derived' as const }
        : await takeOverEpoch(createUserWallet({ chain, account }), epoch)
    const told = { status, number: epoch.number.toString(), epochHash, bond: bond.toString() }
    terminal.out(
      json
        ? JSON.stringify(told, null, 2)
        : `${status}: epoch ${epoch.number} of ${view.operator}, ${epochHash}, bond ${formatOpen(bond, 18)} OPEN`,
    )
    return EXIT.ok
  },
}
