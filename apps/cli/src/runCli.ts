import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Command, EXIT } from './command.ts'
import { environmentSchema } from './environment.ts'
import { cliErrors } from './errors.ts'
import { helpForAll, helpForCommand } from './help.ts'
import { homePaths } from './home/homePaths.ts'
import { loadCommand, loadCommands } from './loadCommands.ts'
import { createTerminal, type Terminal } from './output/terminal.ts'

/** What the process gives the command line; a test gives its own. */
export type RunCliParameters = {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly root: string
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number }
  readonly signal: AbortSignal
}

/**
 * Finds the command, reads its options, runs it, and turns what it throws into a message and an exit code.
 * @returns the process's exit code (see EXIT)
 */
export async function runCli(parameters: RunCliParameters): Promise<number> {
  const { argv, root, stdout, stderr, signal } = parameters
  const parsed = environmentSchema.safeParse(parameters.env)
  const env = parsed.success ? parsed.data : {}
  const terminal = createTerminal({
    stdout,
    stderr,
    color: !env.NO_COLOR && stdout.isTTY === true,
    interactive: stderr.isTTY === true,
    // A terminal that does not tell its size says 0.
    width: stderr.columns || 100,
  })
  const json = argv.includes('--json')
  try {
    if (!parsed.success) throw new OpenLedgerError(cliErrors.CLI_ENVIRONMENT, z.prettifyError(parsed.error))
    const command = await loadCommand(argv)
    if (command === undefined) {
      const words = argv.filter((word) => !word.startsWith('-'))
      const family = (await loadCommands()).filter(({ path }) => words.every((word, at) => path[at] === word))
      if (words.length > 0 && family.length > 0) {
        for (const line of helpForAll(family)) terminal.out(line)
        return EXIT.ok
      }
      if (argv.length > 0 && !['help', '--help', '-h'].includes(argv[0] ?? '')) {
        throw new OpenLedgerError(cliErrors.CLI_UNKNOWN_COMMAND, `There is no command '${argv.slice(0, 2).join(' ')}'`)
      }
      for (const line of helpForAll(await loadCommands())) terminal.out(line)
      return EXIT.ok
    }
    if (argv.includes('--help') || argv.includes('-h')) {
      for (const line of helpForCommand(command)) terminal.out(line)
      return EXIT.ok
    }
    const { values, positionals } = readArguments(command, argv.slice(command.path.length))
    const home =
      typeof values['home'] === 'string' ? values['home'] : (env.OPENLEDGER_HOME ?? join(root, '.openledger'))
    const canAsk = values['no-input'] !== true && process.stdin.isTTY === true
    return await command.run({ values, positionals, terminal, paths: homePaths(home), root, json, canAsk, signal, env })
  } catch (error) {
    const isStopped = signal.aborted && OpenLedgerError.find(error) === undefined
    return reportError(isStopped ? stopped(error) : error, terminal, json)
  }
}

const stopped = (cause: unknown) => new OpenLedgerError(cliErrors.CLI_STOPPED, 'Stopped before the end.', { cause })

/** Options of every command. */
const GLOBAL = {
  json: { type: 'boolean' },
  home: { type: 'string' },
  'no-input': { type: 'boolean' },
  gpu: { type: 'boolean' },
} as const

function readArguments(command: Command, args: readonly string[]) {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { help: _help, ...option }]) => [name, option]),
  )
  try {
    const parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: { ...GLOBAL, ...options },
    })
    return { values: parsed.values as Record<string, string | boolean | undefined>, positionals: parsed.positionals }
  } catch (cause) {
    throw new OpenLedgerError(cliErrors.CLI_USAGE, cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

const usageCodes: readonly string[] = [cliErrors.CLI_USAGE.code, cliErrors.CLI_UNKNOWN_COMMAND.code]

/** Prints a failure (as a document with --json) and chooses the exit code from it. */
function reportError(error: unknown, terminal: Terminal, json: boolean): number {
  const known = OpenLedgerError.find(error)
  const code = known?.code ?? 'UNEXPECTED'
  const message = error instanceof Error ? error.message : String(error)
  const hint = known?.hint ?? 'This should not happen: please report it with the lines above.'
  if (json) terminal.out(JSON.stringify({ error: { code, message, hint, details: known?.details ?? {} } }, null, 2))
  if (known === undefined && error instanceof Error) terminal.progress(error.stack ?? message)
  terminal.progress(`${terminal.style('red', code)}: ${message}`)
  for (const [name, value] of Object.entries(known?.details ?? {})) terminal.progress(`  ${name}: ${value}`)
  terminal.progress(`what to do: ${hint}`)
  if (usageCodes.includes(code)) return EXIT.usage
  if (code === cliErrors.CLI_STOPPED.code) return EXIT.stopped
  return (known?.status ?? 500) >= 503 ? EXIT.unavailable : EXIT.failed
}
