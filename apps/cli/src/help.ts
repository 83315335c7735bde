import type { Command } from './command.ts'

const globalOptions = [
  ['--json', 'one JSON document on stdout'],
  ['--home DIR', 'the state folder (or OPENLEDGER_HOME; default .openledger in the checkout)'],
  ['--no-input', 'never ask: what would be asked for is an error'],
  ['--help', 'this text'],
] as const

const aligned = (rows: readonly (readonly [string, string])[]) => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)
}

/** The list of commands. */
export function helpForAll(commands: readonly Command[]): string[] {
  return [
    'OpenLedger: the ledger that makes AI pay the people whose data it learnt from.',
    '',
    'usage: ./openledger COMMAND [options]',
    '',
    ...aligned(commands.map((command) => [command.path.join(' '), command.summary] as const)),
    '',
    'With every command:',
    ...aligned(globalOptions),
    '',
    'Exit codes: 0 done, 1 failed or found wrong, 2 not understood, 3 something needed is missing or does not answer.',
  ]
}

/** One command's page. */
export function helpForCommand(command: Command): string[] {
  const options = Object.entries(command.options).map(
    ([name, option]) => [`--${name}${option.type === 'string' ? ' VALUE' : ''}`, option.help] as const,
  )
  return [
    command.summary,
    '',
    `usage: ./openledger ${[...command.path, command.usage].filter(Boolean).join(' ')}`,
    ...(command.details ? ['', command.details] : []),
    '',
    ...aligned([...options, ...globalOptions]),
  ]
}
