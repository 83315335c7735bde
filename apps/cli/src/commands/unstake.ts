import { unstake } from '@openledger/chain/actions/unstake.ts'
import { withdrawStake } from '@openledger/chain/actions/withdrawStake.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { openAmount } from '../operations/openAmount.ts'
import { openSession } from '../operations/session.ts'
import { stakeSubjectOf } from '../operations/stakeSubjectOf.ts'
import { formatOpen } from '../output/formatOpen.ts'

export const command: Command = {
  path: ['unstake'],
  summary: 'ask stake back, and take it once it has waited',
  usage: 'MODEL|ACCOUNT|ADDRESS|operator [OPEN|all] --as ACCOUNT [--withdraw]',
  options: {
    as: { type: 'string', help: 'the account that staked' },
    withdraw: { type: 'boolean', help: 'take what was asked back and has waited; asks nothing back' },
  },
  details: `What is asked back earns no more and can still be slashed until it is taken. Asking again in the same pool makes
all of it wait anew.`,
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [who, amount] = positionals
    const taking = values['withdraw'] === true
    if (who === undefined || typeof values['as'] !== 'string' || (amount === undefined) !== taking)
      throw new OpenLedgerError(
        cliErrors.CLI_USAGE,
        'unstake takes a model or an account, an amount or all, and --as ACCOUNT; or --withdraw and no amount',
      )
    const asked = taking || amount === 'all' ? undefined : openAmount(amount, 'unstake')
    const session = await openSession(paths)
    const subject = await stakeSubjectOf(session, paths, who)
    const { wallet } = await session.actor(values['as'])
    const position = () => session.chain.staking.read.positionOf([subject, wallet.address])
    const before = await position()
    if (taking) {
      await withdrawStake(wallet, { subject, account: wallet.address })
    } else {
      const left = asked === undefined || asked > before.stake ? 0n : before.stake - asked
      await unstake(wallet, { subject, stakeLeft: left })
    }
    const { stake, unbonding, readyAt } = await position()
    const ready = readyAt === 0n ? undefined : new Date(Number(readyAt) * 1000).toISOString()
    const facts = { subject, stake: `${stake}`, unbonding: `${unbonding}`, readyAt: ready ?? null }
    const waits =
      ready === undefined ? 'nothing is unbonding' : `${formatOpen(unbonding)} OPEN can be taken from ${ready}`
    terminal.out(json ? JSON.stringify(facts) : `${formatOpen(stake)} OPEN staked; ${waits}`)
    return EXIT.ok
  },
}
