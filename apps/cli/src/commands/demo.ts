import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { type Command, EXIT } from '../command.ts'
import { renderDemo } from '../demo/renderDemo.ts'
import { runDemo } from '../demo/runDemo.ts'
import { cliErrors } from '../errors.ts'
import { ensureStack } from '../stack/ensureStack.ts'

export const command: Command = {
  path: ['demo'],
  summary: 'the whole loop on a real model: data, training, calls, payout, verification',
  usage: '[--retrain] [--full | --fixture] [--calls N] [--json]',
  options: {
    retrain: { type: 'boolean', help: 'train again instead of reusing the adapter of the same manifest' },
    full: { type: 'boolean', help: 'train on every accepted record instead of 32 (much longer)' },
    fixture: { type: 'boolean', help: 'train on 8 records: quick, for tests' },
    calls: { type: 'string', help: 'questions about trained facts (default 20); a few others come on top' },
  },
  details:
    'Starts what is not running and stops it again. A second run keeps the state, asks other questions and adds an epoch.\nAfter a kill, run it again: it goes on where it stopped.',
  run: async ({ values, terminal, paths, root, json, signal }) => {
    const calls = Number(values['calls'] ?? 20)
    if (!Number.isInteger(calls) || calls < 1 || calls > 10_000)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, '--calls takes a number from 1 to 10000')
    if (values['full'] === true && values['fixture'] === true)
      throw new OpenLedgerError(cliErrors.CLI_USAGE, 'Say --full or --fixture, not both')
    const slice = values['full'] === true ? 'full' : values['fixture'] === true ? 'fixture' : 'demo'
    terminal.progress(`${terminal.style('bold', '▸')} Chain, database, gateway and worker start`)
    const stack = await ensureStack({ paths, root, signal })
    try {
      const document = await runDemo({
        stack,
        paths,
        root,
        slice,
        retrain: values['retrain'] === true,
        calls,
        terminal,
        signal,
      })
      if (json) terminal.out(JSON.stringify(document, null, 2))
      else renderDemo(document, terminal)
      return document.verification.ok ? EXIT.ok : EXIT.failed
    } finally {
      await stack.stop()
    }
  },
}
