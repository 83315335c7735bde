import type { CommandContext } from '../command.ts'

/** Tells of one thing: with `--json` the document, else its facts, one a line. */
export function showFacts(
  { terminal, json }: Pick<CommandContext, 'terminal' | 'json'>,
  document: object,
  facts: readonly (readonly [string, string])[],
): void {
  if (json) {
    terminal.out(JSON.stringify(document, null, 2))
    return
  }
  const width = Math.max(...facts.map(([name]) => name.length))
  for (const [name, value] of facts) terminal.out(`${name.padEnd(width)}  ${value}`)
}
