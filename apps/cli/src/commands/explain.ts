import { sliceBytes } from '@openledger/core/primitives/sliceBytes.ts'
import { createOpenLedger } from '@openledger/sdk/index.ts'
import { type Command, EXIT } from '../command.ts'
import { loadDemoState } from '../demo/demoState.ts'
import { listAccounts, loadAccount } from '../home/accounts.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { wholeCallId } from '../operations/wholeCallId.ts'
import { formatOpen } from '../output/formatOpen.ts'
import { table } from '../output/table.ts'
import { requireStack } from '../stack/ensureStack.ts'

export const command: Command = {
  path: ['explain'],
  summary: 'one call from words to wei: receipt, attribution, payouts',
  usage: 'CALL [--key API_KEY]',
  options: { key: { type: 'string', help: 'the caller’s API key: shows the words too (default: the demo’s)' } },
  details:
    'CALL is a call id, or its start when that is enough to tell it from the others.\nOpenLedger must be running (./openledger up).',
  run: async ({ values, positionals, terminal, paths, json }) => {
    const { gatewayUrl } = await requireStack(paths)
    const apiKey = typeof values['key'] === 'string' ? values['key'] : (await loadDemoState(paths)).apiKey
    const ledger = await createOpenLedger({ gatewayUrl, ...(apiKey === null ? {} : { apiKey }) })
    const call = await ledger.getCall(await wholeCallId(ledger, positionals[0] ?? '', 'explain'))
    if (json) {
      terminal.out(JSON.stringify(call, null, 2))
      return EXIT.ok
    }
    const { out, style } = terminal
    const names = await accountNames(paths)
    const holders = holderNames(call)
    const nameOf = (address: string | null) =>
      address === null ? '' : (names.get(address) ?? holders.get(address) ?? address)
    out(style('bold', `Call ${call.callId}`))
    out(`  ${call.model}, ${call.status}, ${new Date(call.startedAt * 1000).toISOString()}`)
    for (const message of call.messages ?? [])
      out(`  ${style('cyan', message.role)}: ${message.content.replaceAll(/\s+/g, ' ')}`)
    if (call.answer !== undefined) out(`  ${style('cyan', 'answer')}: ${call.answer.replaceAll(/\s+/g, ' ')}`)
    const piecesOf = ({ start, end }: { readonly start: number; readonly end: number }) =>
      sliceBytes(call.answer ?? '', start, end)
        .trim()
        .replaceAll(/\s+/g, ' ')
    for (const { citations, ...place } of call.sentences ?? []) {
      const raised = citations.filter(({ score }) => BigInt(score) > 0n)
      const by = raised.map(
        ({ commitment, score }) => `${commitment.slice(0, 14)}… (${(Number(score) / 1e6).toFixed(3)})`,
      )
      if (by.length > 0) out(`  ${style('cyan', 'likelier by')}: “${piecesOf(place)}” ${by.join(', ')} nats`)
    }
    for (const { records, ...place } of call.spans ?? []) {
      const piece = piecesOf(place)
      const where = records.map(({ commitment, part }) => `${commitment.slice(0, 14)}… (${part})`)
      out(`  ${style('cyan', 'word for word')}: “${piece}” in ${where.join(', ')}`)
    }
    const { receipt } = call
    if (receipt === null) {
      out('  no receipt: nothing was charged')
      return EXIT.ok
    }
    out()
    out(style('bold', 'Receipt'))
    out(
      `  ${receipt.inputTokens} tokens in, ${receipt.outputTokens} out, fee ${formatOpen(BigInt(receipt.fee), 18)} OPEN (${receipt.fee} wei)`,
    )
    out(
      `  channel ${receipt.channelId}, number ${receipt.sequence}, cumulative ${receipt.cumulativeBefore} → ${receipt.cumulativeAfter}`,
    )
    out(`  signed by the operator: ${call.signature ?? ''}`)
    out()
    out(style('bold', 'Attribution'))
    if (call.attribution === null)
      out('  none yet: calls are attributed when their epoch is closed; models without data have none')
    else {
      const right = 'right' as const
      const columns = [
        { heading: 'method' },
        { heading: 'record' },
        { heading: 'contributor' },
        { heading: 'score', align: right },
        { heading: 'weight', align: right },
      ]
      const rows = call.attribution.entries
        .toSorted((a, b) => (BigInt(a.weight) < BigInt(b.weight) ? 1 : -1))
        .map((entry) => [
          entry.method,
          `${entry.commitment.slice(0, 14)}…`,
          nameOf(entry.contributor),
          String(entry.score),
          `${Number((BigInt(entry.weight) * 10_000n) / 10n ** 18n) / 100}%`,
        ])
      for (const line of table(columns, rows)) out(`  ${line}`)
    }
    out()
    out(style('bold', call.epoch === null ? 'Payouts: in the next epoch' : `Payouts, epoch ${call.epoch}`))
    const rows = (call.payouts ?? []).map((payout) => [
      nameOf(payout.account),
      payout.role,
      Number(payout.commitment) === 0 ? '' : `${payout.commitment.slice(0, 14)}…`,
      String(payout.amount),
    ])
    if (rows.length > 0)
      for (const line of table(
        [{ heading: 'account' }, { heading: 'role' }, { heading: 'record' }, { heading: 'wei', align: 'right' }],
        rows,
      ))
        out(`  ${line}`)
    return EXIT.ok
  },
}

type OpenLedger = Awaited<ReturnType<typeof createOpenLedger>>

/** What the contracts that a call pays are: pools of models' stakers, pots of disputes. */
function holderNames({ holders, model }: Awaited<ReturnType<OpenLedger['getCall']>>): ReadonlyMap<string, string> {
  const models = holders?.models ?? []
  return new Map([
    ...models.map(
      ({ pool, modelId }) => [pool, `pool of ${models.length === 1 ? model : `${modelId.slice(0, 14)}…`}`] as const,
    ),
    ...(holders?.pots ?? []).map(({ pot, commitment }) => [pot, `pot of ${commitment.slice(0, 14)}…`] as const),
  ])
}

/** Names of this machine's own accounts, by address. */
async function accountNames(paths: HomePaths): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const folder of [paths.accounts, paths.keys]) {
    for (const name of await listAccounts(folder))
      names.set((await loadAccount(folder, name)).account.address.toLowerCase(), name)
  }
  return names
}
