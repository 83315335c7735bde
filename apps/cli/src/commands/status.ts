import { infoSchema } from '@openledger/core/api/info.ts'
import type { Operator } from '@openledger/core/api/operator.ts'
import { type Command, EXIT } from '../command.ts'
import type { HomePaths } from '../home/homePaths.ts'
import { describeOperator } from '../operations/describeOperator.ts'
import { openSession } from '../operations/session.ts'
import { table } from '../output/table.ts'
import { chooseDatabase, databaseName } from '../stack/chooseDatabase.ts'
import { readRunFile } from '../stack/runFile.ts'

export const command: Command = {
  path: ['status'],
  summary: 'what is running, and where',
  usage: '',
  options: {},
  details:
    'Exits with 0 when chain and node both run, with 3 otherwise, and with 1 when the node pays nothing because what it\nread of the chain cannot be relied on.',
  run: async ({ terminal, paths, json }) => {
    const names = ['supervisor', 'chain', 'node'] as const
    const found = await Promise.all(names.map(async (name) => ({ name, file: await readRunFile(paths.run, name) })))
    const rows = found.map(({ name, file }) => ({
      name,
      running: file !== undefined,
      pid: file?.pid ?? null,
      url: file?.url ?? null,
    }))
    const trouble = await troubleOf(rows.find(({ name }) => name === 'node')?.url)
    const operator = await operatorOf(paths)
    const server = await chooseDatabase(paths, undefined)
    const database = server === undefined ? null : databaseName(server)
    if (json)
      terminal.out(
        JSON.stringify({ home: paths.home, database, processes: rows, chainTrouble: trouble, operator }, null, 2),
      )
    else {
      const cells = rows.map((row) => [
        row.name,
        row.running ? terminal.style('green', 'running') : terminal.style('dim', 'stopped'),
        row.pid === null ? '' : String(row.pid),
        row.url ?? '',
      ])
      for (const line of table(
        [{ heading: 'process' }, { heading: 'state' }, { heading: 'pid', align: 'right' }, { heading: 'address' }],
        cells,
      ))
        terminal.out(line)
      if (operator !== null) for (const line of describeOperator(operator)) terminal.out(line)
      terminal.out(`state in ${paths.home}${database === null ? '' : `, books in PostgreSQL ${database}`}`)
      if (trouble !== null) {
        terminal.out(`${terminal.style('red', `nothing is paid: ${trouble.code}`)} ${trouble.message}`)
        terminal.out(`what to do: ${trouble.hint}`)
      }
    }
    if (trouble !== null) return EXIT.failed
    return rows.every((row) => row.running || row.name === 'supervisor') ? EXIT.ok : EXIT.unavailable
  },
}

/** How the node does, as its operator sees it; null where nothing runs, or the operator's key is elsewhere. */
async function operatorOf(paths: HomePaths): Promise<Operator | null> {
  try {
    return await (await (await openSession(paths)).operator()).ledger.getOperator()
  } catch {
    return null
  }
}

/** What keeps a running node from paying; null when nothing does, or none answers. */
async function troubleOf(url: string | null | undefined) {
  if (url == null) return null
  try {
    const response = await fetch(new URL('/v1/info', url), { signal: AbortSignal.timeout(5_000) })
    return infoSchema.parse(await response.json()).chainTrouble
  } catch {
    return null
  }
}
