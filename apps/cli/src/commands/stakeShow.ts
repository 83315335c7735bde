import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { toAddress } from '@openledger/core/primitives/address.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { loadAccount } from '../home/accounts.ts'
import { openSession } from '../operations/session.ts'
import { stakeSubjectOf } from '../operations/stakeSubjectOf.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { table } from '../output/table.ts'

export const command: Command = {
  path: ['stake', 'show'],
  summary: 'a pool of stake, or what an account has staked',
  usage: 'MODEL|ACCOUNT|ADDRESS|operator | --of NAME|ADDRESS',
  options: { of: { type: 'string', help: 'an account: all that it has staked' } },
  run: async ({ values, positionals, terminal, paths, json }) => {
    const [who] = positionals
    const of = typeof values['of'] === 'string' ? values['of'] : undefined
    if ((who === undefined) === (of === undefined))
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'stake show takes a model or an account, or --of ACCOUNT')
    const session = await openSession(paths)
    const { staking } = session.chain
    if (who !== undefined) {
      const subject = await stakeSubjectOf(session, paths, who)
      const [pool, state] = await Promise.all([staking.read.poolOf([subject]), staking.read.stateOf([subject])])
      if (json) terminal.out(JSON.stringify({ subject, pool, ...state }, asText))
      else {
        terminal.out(`pool ${pool} of ${subject}`)
        for (const name of ['stake', 'unbonding', 'pot', 'owed'] as const)
          terminal.out(`  ${name.padEnd(9)} ${formatOpen(state[name])} OPEN`)
      }
      return EXIT.ok
    }
    const text = of ?? ''
    const account = toAddress(text.startsWith('0x') ? text : (await loadAccount(paths.accounts, text)).account.address)
    const positions: (readonly [subject: string, Awaited<ReturnType<typeof staking.read.positionOf>>])[] = []
    for (const subject of await staking.read.subjectsOf([account]))
      positions.push([subject, await staking.read.positionOf([subject, account])])
    if (json) terminal.out(JSON.stringify(Object.fromEntries(positions), asText))
    else for (const line of tableOf(positions)) terminal.out(line)
    return EXIT.ok
  },
}

function tableOf(
  positions: readonly (readonly [
    string,
    { readonly stake: bigint; readonly unbonding: bigint; readonly rewards: bigint },
  ])[],
): string[] {
  const columns = [
    { heading: 'pool of' },
    ...['staked', 'unbonding', 'rewards'].map((heading) => ({ heading, align: 'right' as const })),
  ]
  return table(
    columns,
    positions.map(([subject, { stake, unbonding, rewards }]) => [
      subject,
      ...[stake, unbonding, rewards].map((amount) => formatOpen(amount)),
    ]),
  )
}

const asText = (_key: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)
