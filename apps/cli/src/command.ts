import type { ParseArgsConfig } from 'node:util'
import type { Environment } from './environment.ts'
import type { HomePaths } from './home/homePaths.ts'
import type { Terminal } from './output/terminal.ts'

/** Exit codes of every command. */
export const EXIT = {
  /** Done, or the check holds. */
  ok: 0,
  /** The thing asked about is wrong or failed: a verification found a difference, a job failed. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** Something that the command needs is missing or does not answer. */
  unavailable: 3,
  /** Somebody stopped it (Ctrl-C): 128 and the number of SIGINT, as shells say it. */
  stopped: 130,
} as const

type Options = NonNullable<ParseArgsConfig['options']>
/** What a parsed option holds: text, a switch, or nothing. */
export type OptionValues = Readonly<Record<string, string | boolean | undefined>>

/** What main.ts gives each command; nothing else is global. */
export type CommandContext = {
  readonly values: OptionValues
  readonly positionals: readonly string[]
  /** Results to stdout, progress to stderr. */
  readonly terminal: Terminal
  readonly paths: HomePaths
  /** Root folder of the checkout. */
  readonly root: string
  /** `--json`: one document on stdout. */
  readonly json: boolean
  /** Whether a person is there to be asked: at a terminal, and without `--no-input`. */
  readonly canAsk: boolean
  /** Validated environment variables. */
  readonly env: Environment
  /** Aborted at SIGINT and SIGTERM. */
  readonly signal: AbortSignal
}

/** One command, one file in commands/: the file's export `command`. */
export type Command = {
  /** Words after `openledger`: ['epoch', 'close']. */
  readonly path: readonly string[]
  /** One line for the list of commands. */
  readonly summary: string
  /** Positional arguments, as shown in the usage line: 'EPOCH [--data DIR]'. */
  readonly usage: string
  readonly options: { readonly [name: string]: Options[string] & { readonly help: string } }
  /** Longer help: a paragraph and an example. */
  readonly details?: string
  /** Resolves to the exit code. */
  readonly run: (context: CommandContext) => Promise<number>
}
