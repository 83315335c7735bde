import { formatOpen } from '../output/formatOpen.ts'
import { table } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import type { DemoCall, DemoDocument } from './demoDocument.ts'

const percent = (part: number, whole: number) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`)
const short = (text: string, length: number) => (text.length <= length ? text : `${text.slice(0, length - 1)}…`)
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()

/** The last screen of the demo: who was paid what for which records, three calls from answer to money, where to look further. */
export function renderDemo(document: DemoDocument, terminal: Terminal): void {
  const { out, style } = terminal
  const title = (text: string) => {
    out()
    out(style('bold', text))
  }
  title(`Run ${document.run}: what the contributors brought and earned`)
  renderContributors(document, terminal)
  title('The model, asked greedily (normalised exact match)')
  renderTraining(document, terminal)
  title('Three calls')
  for (const call of chooseCalls(document.calls)) renderCall(call, terminal)
  title(`Epoch ${document.epoch.number}`)
  renderEpoch(document, terminal)
  title('Look further')
  const first = document.calls[0]
  out(`  ${document.verification.command}`)
  if (first) out(`  ./openledger explain ${first.callId}`)
  out(`  ./openledger status · up · logs · demo (again: keeps the state) · reset`)
  out(`  contracts on chain ${document.chainId}`)
  const contracts = Object.entries(document.addresses).filter(([, value]) => typeof value === 'string')
  for (const [name, address] of contracts) out(`    ${name.padEnd(16)} ${address}`)
  out(`  ${document.seconds.toFixed(0)} s in all`)
}

function renderContributors({ contributors }: DemoDocument, { out, style }: Terminal): void {
  const right = 'right' as const
  const columns = [
    { heading: 'contributor' },
    { heading: 'brought' },
    { heading: 'accepted', align: right },
    { heading: 'marked', align: right },
    { heading: 'refused', align: right },
    { heading: 'share', align: right },
    { heading: 'OPEN earned', align: right },
    { heading: 'claimed on chain', align: right },
  ]
  const rows = contributors.map((who) => [
    who.name,
    who.about,
    String(who.accepted),
    who.marked === 0 ? '' : style('yellow', String(who.marked)),
    who.refused === 0 ? '' : style('red', String(who.refused)),
    percent(who.sharePpm, 1_000_000),
    formatOpen(BigInt(who.earned)),
    formatOpen(BigInt(who.claimed)),
  ])
  for (const line of table(columns, rows)) out(`  ${line}`)
  for (const who of contributors) {
    for (const reason of who.reasons)
      out(
        style('dim', `  ${who.name}: ${reason.count} × ${reason.code}, e.g. “${short(oneLine(reason.example), 110)}”`),
      )
  }
}

function renderTraining({ training }: DemoDocument, { out }: Terminal): void {
  const columns = [
    { heading: 'wordings' },
    ...['asked', 'base', 'adapter'].map((heading) => ({ heading, align: 'right' as const })),
  ]
  const rows = training.evaluation.map((group) => [
    group.group,
    String(group.asked),
    percent(group.baseRight, group.asked),
    percent(group.adapterRight, group.asked),
  ])
  for (const line of table(columns, rows)) out(`  ${line}`)
  out(
    `  ${training.records} records, ${training.reused ? 'adapter reused by its manifest hash' : `trained in ${training.seconds.toFixed(0)} s`}; manifest ${short(training.manifestHash, 18)}, log ${short(training.logRoot, 18)}`,
  )
}

/** A held-out question that was answered rightly, one with citations, and one more. */
function chooseCalls(calls: readonly DemoCall[]): DemoCall[] {
  const wanted = [
    calls.find((call) => call.kind === 'held-out wording' && call.right === true),
    calls.find((call) => call.kind === 'retrieval' && call.records.some((record) => record.method === 'citation')),
    calls.find((call) => call.kind === 'training wording' && call.right === true),
  ].filter((call) => call !== undefined)
  const rest = calls.filter((call) => !wanted.includes(call))
  return [...wanted, ...rest].slice(0, 3)
}

function renderCall(call: DemoCall, { out, style }: Terminal): void {
  out(`  ${style('cyan', oneLine(call.question))}`)
  out(`  → ${short(oneLine(call.answer), 140)}`)
  out(
    style(
      'dim',
      `    ${call.model}, ${call.kind}${call.streamed ? ', streamed' : ''}: ${call.inputTokens} + ${call.outputTokens} tokens, fee ${formatOpen(BigInt(call.fee))} OPEN, call ${short(call.callId, 14)}`,
    ),
  )
  for (const record of call.records.slice(0, 4)) {
    const share = Number((BigInt(record.weight) * 1000n) / 10n ** 18n) / 10
    const what =
      record.method === 'flat'
        ? 'no clear source: to the Datanet’s pool'
        : `${record.contributor ?? ''}: “${short(oneLine(record.text), 70)}”`
    out(`    ${share.toFixed(1).padStart(5)}%  ${formatOpen(BigInt(record.amount))} OPEN  ${record.method}  ${what}`)
  }
  out()
}

function renderEpoch({ epoch, verification, claims }: DemoDocument, { out, style }: Terminal): void {
  const rows = [
    ['fees of its calls', epoch.fees],
    ['paid to accounts', String(BigInt(epoch.paid) - BigInt(epoch.pools))],
    ['paid to the pools of models’ stakers', epoch.pools],
    ['burned', epoch.burned],
  ].map(([name = '', wei = '0']) => [name, formatOpen(BigInt(wei), 18)])
  for (const line of table([{ heading: `${epoch.calls} calls` }, { heading: 'OPEN', align: 'right' }], rows))
    out(`  ${line}`)
  out(`  accounts + pools + burned − fees = ${epoch.difference} wei`)
  out(`  ${claims.filter((claim) => claim.amount !== '0').length} accounts claimed on chain`)
  const verdict = verification.ok ? style('green', 'every wei derived again') : style('red', 'A DIFFERENCE WAS FOUND')
  out(`  independent verification: ${verdict} (${verification.steps} checks, ${verification.seconds.toFixed(1)} s)`)
}
