import { setTimeout as sleep } from 'node:timers/promises'
import { CLAIMS_AT_ONCE } from '@openledger/chain/challenger/createWatcher.ts'
import { CALLS_SHOWN } from '@openledger/chain/challenger/drawCalls.ts'
import { CHUNKS_AT_ONCE } from '@openledger/chain/challenger/playData.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { cliErrors } from '../errors.ts'
import { outsideOptions, readOutsideView } from '../verify/outsideView.ts'
import { describeWatched } from '../watch/describeWatched.ts'
import { openWatch } from '../watch/openWatch.ts'
import { readSignedReceipts } from '../watch/readSignedReceipts.ts'
import { type WatchReport, watchOnce } from '../watch/watchOnce.ts'

export const command: Command = {
  path: ['watch'],
  summary: 'verify each proposed epoch and challenge the faulty ones, alone',
  usage:
    '[--as NAME] [--once] [--dry] [--receipts FILE] [--interval S] [--claims-at-once N] [--chunks-at-once N] [--calls-shown N] [--rpc URL] [--compare URL] [--data DIR|URL] [--operator ADDRESS]',
  options: {
    ...outsideOptions,
    as: { type: 'string', help: 'account of the state folder that challenges and gets the reward (default: watcher)' },
    once: { type: 'boolean', help: 'look once at every open epoch, then end' },
    dry: { type: 'boolean', help: 'only tell what could be challenged; needs no key' },
    receipts: { type: 'string', help: 'receipts that payers hold, as JSON: [{"receipt", "signature"}, …]' },
    interval: { type: 'string', help: 'seconds between two looks (default: 5)' },
    'claims-at-once': {
      type: 'string',
      help: `payouts up to which a wrong claims root is proven in one transaction (default: ${CLAIMS_AT_ONCE})`,
    },
    'chunks-at-once': {
      type: 'string',
      help: `chunks of data that is not published, demanded at once (default: ${CHUNKS_AT_ONCE})`,
    },
    'calls-shown': {
      type: 'string',
      help: `calls drawn by their fees whose records must be shown, where a version or log is withheld (default: ${CALLS_SHOWN})`,
    },
  },
  details: `Reads the chain and the published data; no database, no gateway's word. One line for each epoch that is new or whose
verdict changed; with --json one document a line. A faulty epoch is challenged by itself: commit, a block later the proof.
A claims root that is not the payouts', in an epoch of more payouts than fit in one transaction, is demanded from who posted
it, 1,024 nodes at a time (approves and prepays OPEN); what is answered proves the fault.
Data that is not published as it was posted is demanded too, some chunks at once: each prepays its answer, money that is
gone when the answer comes. What is answered on chain is verified like what is published.
So are signatures that are missing or wrong, and, where a Datanet version or a training log is not published, the
records of some calls, drawn by their fees: the operator shows each in version and log, or its epoch is void.
Data that anybody demanded and nobody answered in time voids its epoch: that is resolved too.
With --receipts, receipts that are missing from an epoch and second receipts for one sequence are found too.
Exits (--once) with 0 when every open epoch holds, 1 when one does not hold and is not void now (or not yet), 2 for a wrong command
line, 3 when the chain does not answer, 4 when faulty epochs were found and all of them are void now.`,
  run: async ({ values, terminal, paths, env, json, signal }) => {
    const interval_s = Number(values['interval'] ?? 5)
    if (!(interval_s > 0)) throw new OpenLedgerError(cliErrors.CLI_USAGE, '--interval takes seconds above 0')
    const view = await readOutsideView(values, paths, env)
    const name = typeof values['as'] === 'string' ? values['as'] : 'watcher'
    const file = typeof values['receipts'] === 'string' ? values['receipts'] : undefined
    const signed = file === undefined ? [] : await readSignedReceipts(file, view)
    const claimsAtOnce = readCount(values, 'claims-at-once', CLAIMS_AT_ONCE, 'payouts')
    const chunksAtOnce = readCount(values, 'chunks-at-once', CHUNKS_AT_ONCE, 'chunks')
    const callsShown = readCount(values, 'calls-shown', CALLS_SHOWN, 'calls')
    const as = values['dry'] === true ? undefined : name
    const watch = await openWatch(view, paths, { signed, as, claimsAtOnce, chunksAtOnce, callsShown })
    const told = new Map<bigint, string>()
    const tell = (report: WatchReport) => {
      const line = JSON.stringify(report, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))
      if (told.get(report.number) === line) return
      told.set(report.number, line)
      terminal.out(json ? line : describeWatched(report, terminal))
    }
    for (;;) {
      const reports = await watchOnce(watch, tell)
      if (values['once'] === true) return exitCode(reports)
      await sleep(interval_s * 1000, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return EXIT.ok
    }
  },
}

/** A whole number of things, 0 or more. @throws CLI_USAGE */
function readCount(values: Readonly<Record<string, unknown>>, name: string, otherwise: number, things: string): number {
  const count = Number(values[name] ?? otherwise)
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw new OpenLedgerError(cliErrors.CLI_USAGE, `--${name} takes a number of ${things}`)
}

/** Everything held; faulty epochs were found and are void; or some epoch neither holds nor is void (yet). */
function exitCode(reports: readonly WatchReport[]): number {
  if (reports.some(({ outcome }) => outcome === 'stands' || outcome === 'waits')) return EXIT.failed
  return reports.some(({ outcome }) => outcome === 'void') ? EXIT_CHALLENGED : EXIT.ok
}

/** Faulty epochs were found and all of them are void now. */
const EXIT_CHALLENGED = 4
