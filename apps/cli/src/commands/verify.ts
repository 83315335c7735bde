import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'
import { verifyFromOutside } from '../verify/verifyFromOutside.ts'

export const command: Command = {
  path: ['verify'],
  summary: 'derive an epoch again from the chain and the published data, alone',
  usage: 'EPOCH [--rpc URL] [--compare URL] [--data DIR|URL] [--operator ADDRESS] [--addresses FILE] [--chain ID]',
  options: outsideOptions,
  details:
    'Reads no database and trusts no gateway: signatures, sums, weights, payouts and roots are all derived again.\nExits with 0 when everything holds; names the first difference and exits with 1 when something does not.',
  run: async ({ values, positionals, terminal, paths, env, json }) => {
    const number = Number(positionals[0])
    if (!Number.isInteger(number) || number < 1)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'verify takes an epoch’s number, from 1')
    const view = await readOutsideView(values, paths, env)
    const result = await verifyFromOutside(view, BigInt(number), (step) => {
      if (!json)
        terminal.out(
          `${step.ok ? terminal.style('green', 'ok ') : terminal.style('red', 'NO ')} ${step.name} (${step.checked})`,
        )
    })
    const { totals, firstDifference } = result
    if (json)
      terminal.out(
        JSON.stringify(
          { epoch: number, ...view, ...result },
          (_key, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
          2,
        ),
      )
    else if (result.ok && totals !== undefined) {
      terminal.out(`epoch ${number} holds: ${totals.calls} calls, ${totals.accounts} accounts`)
      terminal.out(
        `fees ${formatOpen(totals.fees, 18)} = accounts ${formatOpen(totals.credited - totals.pools, 18)} + stakers’ pools ${formatOpen(totals.pools, 18)} + burned ${formatOpen(totals.burned, 18)}`,
      )
    } else if (firstDifference !== undefined) {
      terminal.out(terminal.style('red', `first difference: ${firstDifference.code}`))
      terminal.out(firstDifference.message)
      for (const [name, value] of Object.entries(firstDifference)) {
        if (name !== 'message' && name !== 'code' && value !== undefined) terminal.out(`  ${name}: ${String(value)}`)
      }
    }
    return result.ok ? EXIT.ok : EXIT.failed
  },
}
