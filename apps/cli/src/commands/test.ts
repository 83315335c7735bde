import { type Command, EXIT } from '../command.ts'
import { table } from '../output/table.ts'
import { runSuite, type SuiteResult } from '../testing/runSuite.ts'
import { type Suite, suites } from '../testing/suites.ts'

export const command: Command = {
  path: ['test'],
  summary: 'run every check and test of the project',
  usage: '[SUITE …] [--nightly]',
  options: { nightly: { type: 'boolean', help: 'what is too long for every change, too' } },
  details:
    'Two lanes run side by side, one of them vitest’s; name suites to run only those. The last line of stdout is\n`N passed, N failed, N skipped`. The output of a suite that fails is printed whole.\n`--nightly` fuzzes longer and asks what is exhaustive rather than essential: every caller of the matrix of who may\nwhat, trainings that are killed on the real base model too, more families, more requests drawn by chance.',
  run: async ({ values, positionals, terminal, root, json, signal }) => {
    const all = suites(root, { nightly: values['nightly'] === true })
    const chosen = positionals.length === 0 ? all : all.filter((suite) => positionals.includes(suite.name))
    const results: SuiteResult[] = []
    const runLane = async (lane: Suite['lane']) => {
      for (const suite of chosen.filter((one) => one.lane === lane)) await runOne(suite)
    }
    const runOne = async (suite: Suite) => {
      terminal.tick(`${suite.name}: ${suite.about} …`)
      const result = await runSuite(suite, root, signal)
      results.push(result)
      const mark = result.counts.failed === 0 ? terminal.style('green', 'ok') : terminal.style('red', 'FAILED')
      terminal.progress(`${mark} ${suite.name} (${suite.about}) ${result.seconds.toFixed(1)} s`)
      if (result.counts.failed > 0) terminal.progress(result.output)
    }
    await Promise.all([runLane('tools'), runLane('vitest')])
    results.sort((a, b) => chosen.indexOf(a.suite) - chosen.indexOf(b.suite))
    const sum = (key: 'passed' | 'failed' | 'skipped') => results.reduce((total, { counts }) => total + counts[key], 0)
    const total = { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') }
    if (json) {
      const rows = results.map(({ suite, counts, seconds }) => ({ suite: suite.name, ...counts, seconds }))
      terminal.out(JSON.stringify({ suites: rows, ...total }, null, 2))
    } else {
      const columns = [
        { heading: 'suite' },
        ...['passed', 'failed', 'skipped', 'seconds'].map((heading) => ({ heading, align: 'right' as const })),
      ]
      const rows = results.map(({ suite, counts, seconds }) => [
        suite.name,
        `${counts.passed}`,
        `${counts.failed}`,
        `${counts.skipped}`,
        seconds.toFixed(1),
      ])
      for (const line of table(columns, rows)) terminal.out(line)
    }
    terminal.out(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
    return total.failed === 0 && total.passed > 0 ? EXIT.ok : EXIT.failed
  },
}
