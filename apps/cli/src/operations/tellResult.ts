import type { ActionResult } from '@openledger/chain/actions/userWallet.ts'
import type { CommandContext } from '../command.ts'

/** Prints what an action did: a line, or with --json a document. */
export function tellResult(
  { terminal, json }: Pick<CommandContext, 'terminal' | 'json'>,
  what: string,
  result: ActionResult,
  facts: Readonly<Record<string, string | number>> = {},
): void {
  const done = result.status === 'already' ? `${what}: is so already` : `${what}: done, transaction ${result.hash}`
  terminal.out(json ? JSON.stringify({ ...facts, ...result }) : done)
}
