import type { CommandContext } from '../command.ts'
import { type Column, table } from '../output/table.ts'

/** Tells a list: with `--json` as it is, else as a table, or that it is empty. */
export function showList<Item>(
  { terminal, json }: Pick<CommandContext, 'terminal' | 'json'>,
  items: readonly Item[],
  as: { readonly columns: readonly Column[]; readonly row: (item: Item) => readonly string[]; readonly none: string },
): void {
  if (json) terminal.out(JSON.stringify(items, null, 2))
  else if (items.length === 0) terminal.progress(as.none)
  else for (const line of table(as.columns, items.map(as.row))) terminal.out(line)
}
