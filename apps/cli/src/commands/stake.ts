import { stake } from '@openledger/chain/actions/stake.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openAmount } from '../operations/openAmount.ts'
import { openSession } from '../operations/session.ts'
import { stakeSubjectOf } from '../operations/stakeSubjectOf.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['stake'],
  summary: 'stake OPEN behind an operator, a validator or a model',
  usage: 'MODEL|ACCOUNT|ADDRESS|operator OPEN --as ACCOUNT',
  options: { as: { type: 'string', help: 'the account that stakes' } },
  details: `What is paid to the pool is shared among its stakers, second by second. A proven fault of the operator, or a
validator's silence in a committee, takes a part of the stake behind it. Stake leaves with unstake, after a delay.`,
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [who, amount] = positionals
    if (who === undefined || typeof values['as'] !== 'string')
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'stake takes a model or an account, an amount, and --as ACCOUNT')
    const added = openAmount(amount, 'stake')
    const session = await openSession(paths)
    const subject = await stakeSubjectOf(session, paths, who)
    const { wallet } = await session.actor(values['as'])
    const before = await session.chain.staking.read.positionOf([subject, wallet.address])
    await stake(wallet, { subject, stakeTotal: before.stake + added })
    const { stake: staked } = await session.chain.staking.read.positionOf([subject, wallet.address])
    terminal.out(
      json
        ? JSON.stringify({ subject, stake: `${staked}` })
        : `${values['as']} has ${formatOpen(staked)} OPEN staked behind ${who}`,
    )
    return EXIT.ok
  },
}
