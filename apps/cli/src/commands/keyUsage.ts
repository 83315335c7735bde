import { daySchema, type UsageSums } from '@openledger/core/api/usage.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { needText } from '../operations/readArguments.ts'
import { openSession } from '../operations/session.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { table } from '../output/table.ts'

const BY = ['key', 'model', 'day'] as const

export const command: Command = {
  path: ['key', 'usage'],
  summary: 'what an account’s calls came to, by key, model or day, or call by call as CSV',
  usage: '--as ACCOUNT [--by key|model|day] [--from DAY] [--to DAY] [--csv]',
  options: {
    as: { type: 'string', help: 'the account that pays' },
    by: { type: 'string', help: 'a line for each key (default), model or day' },
    from: { type: 'string', help: 'first day, such as 2026-11-01 (UTC)' },
    to: { type: 'string', help: 'last day' },
    csv: { type: 'boolean', help: 'every call with its fee in wei, as CSV' },
  },
  details: 'Exits with 1 when receipts, vouchers, keys and channels do not agree to the wei.',
  run: async ({ values, terminal, paths, json }) => {
    const by = BY.find((one) => one === (values['by'] ?? 'key'))
    if (by === undefined) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--by takes key, model or day')
    const days = { ...dayOf(values, 'from'), ...dayOf(values, 'to') }
    const { ledger } = await (await openSession(paths)).actor(needText(values, 'as'))
    if (values['csv'] === true) {
      terminal.out((await ledger.getUsageStatement(days)).trimEnd())
      return EXIT.ok
    }
    const usage = await ledger.getUsage(days)
    const differences = usage.channels.flatMap((channel) =>
      Object.entries(channel.differences).flatMap(([what, wei]) =>
        wei === '0' ? [] : [`channel ${channel.channelId}: ${what} differs by ${wei} wei`],
      ),
    )
    if (json) terminal.out(JSON.stringify(usage, null, 2))
    else {
      const lines: (readonly [string, UsageSums])[] =
        by === 'key'
          ? usage.keys.map((key) => [key.name, key])
          : by === 'model'
            ? usage.models.map((model) => [model.model, model])
            : usage.days.map((day) => [day.day, day])
      const figures = ['calls', 'free', 'tokens', 'given back', 'fees, OPEN']
      const columns = [{ heading: by }, ...figures.map((heading) => ({ heading, align: 'right' as const }))]
      for (const line of table(columns, [...lines, ['all', usage.total] as const].map(cellsOf))) terminal.out(line)
      for (const { channelId, left, deposit } of usage.channels)
        terminal.out(`channel ${channelId}: ${formatOpen(BigInt(left))} of ${formatOpen(BigInt(deposit))} OPEN left`)
      if (differences.length === 0) terminal.out('receipts, vouchers, keys and channels agree: 0 wei off')
    }
    for (const difference of differences) terminal.progress(difference)
    return differences.length === 0 ? EXIT.ok : EXIT.failed
  },
}

function cellsOf([name, sums]: readonly [string, UsageSums]): string[] {
  const { calls, charged, inputTokens, outputTokens, released, fees } = sums
  const counts = [calls, calls - charged, inputTokens + outputTokens].map(String)
  return [name, ...counts, formatOpen(BigInt(released)), formatOpen(BigInt(fees))]
}

function dayOf(values: Readonly<Record<string, unknown>>, name: 'from' | 'to'): { from?: string; to?: string } {
  if (values[name] === undefined) return {}
  const day = daySchema.safeParse(values[name])
  if (!day.success) throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} takes a day such as 2026-11-30`)
  return { [name]: day.data }
}
