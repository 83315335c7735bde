import { type Command, EXIT } from '../command.ts'
import { table } from '../output/table.ts'
import { readRunFile } from '../stack/runFile.ts'

export const command: Command = {
  path: ['status'],
  summary: 'what is running, and where',
  usage: '',
  options: {},
  details: 'Exits with 0 when chain and node both run, with 3 otherwise.',
  run: async ({ terminal, paths, json }) => {
    const names = ['supervisor', 'chain', 'node'] as const
    const found = await Promise.all(names.map(async (name) => ({ name, file: await readRunFile(paths.run, name) })))
    const rows = found.map(({ name, file }) => ({
      name,
      running: file !== undefined,
      pid: file?.pid ?? null,
      url: file?.url ?? null,
    }))
    if (json) terminal.out(JSON.stringify({ home: paths.home, processes: rows }, null, 2))
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
      terminal.out(`state in ${paths.home}`)
    }
    return rows.every((row) => row.running || row.name === 'supervisor') ? EXIT.ok : EXIT.unavailable
  },
}
