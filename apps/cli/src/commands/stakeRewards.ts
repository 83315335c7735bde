import { claimStakeRewards } from '@openledger/chain/actions/claimStakeRewards.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openSession } from '../operations/session.ts'
import { stakeSubjectOf } from '../operations/stakeSubjectOf.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['stake', 'rewards'],
  summary: 'take what stake has earned',
  usage: 'MODEL|ACCOUNT|ADDRESS|operator --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that staked' } },
  details: 'What final epochs owe the pool is sent there too; it is paid out over time from then on.',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [who] = positionals
    if (who === undefined || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'stake rewards takes a model or an account, and --as ACCOUNT')
    const session = await openSession(paths)
    const subject = await stakeSubjectOf(session, paths, who)
    const { wallet } = await session.actor(values['as'])
    const balance = () => session.chain.openToken.read.balanceOf([wallet.address])
    // What final epochs owe the pool goes there first; it streams to who stakes from then on.
    await session.ledger.createClaim(await session.chain.staking.read.poolOf([subject]))
    const before = await balance()
    const { status } = await claimStakeRewards(wallet, { subject, account: wallet.address })
    const amount = (await balance()) - before
    terminal.out(
      json ? JSON.stringify({ subject, status, amount: `${amount}` }) : `${formatOpen(amount)} OPEN to ${values['as']}`,
    )
    return EXIT.ok
  },
}
