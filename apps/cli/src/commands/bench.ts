import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { type Command, EXIT } from '../command.ts'

export const command: Command = {
  path: ['bench'],
  summary: 'measure, against the bars that the project sets itself',
  usage: '[NAME] [--quick] [--only PART,PART] [--home DIR]',
  options: {
    quick: { type: 'boolean', help: 'fewer repetitions' },
    only: { type: 'string', help: 'only these parts; the other rows of the result file stay' },
  },
  details:
    'Alone it lists the benches. A bench ends with one JSON document on stdout, also written to\nbenchmarks/results/NAME.json; it exits with 1 when a bar is missed. --home DIR starts from a copy of a finished\ndemo’s state instead of training anew.',
  run: ({ positionals, values, root, signal }) => {
    const args = [
      ...positionals,
      ...(values['quick'] === true ? ['--quick'] : []),
      ...(typeof values['only'] === 'string' ? ['--only', values['only']] : []),
      ...(typeof values['home'] === 'string' ? ['--home', values['home']] : []),
    ]
    const child = spawn(process.execPath, [join(root, 'benchmarks', 'run.ts'), ...args], {
      cwd: root,
      stdio: 'inherit',
      signal,
    })
    return new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code) => resolve(code ?? EXIT.failed))
    })
  },
}
