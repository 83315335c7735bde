import type { ReactNode } from 'react'

/** One column: its heading and what it shows of a row. */
export type Column<Row> = {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** Figures stand right. */
  readonly figures?: boolean
  /** The column that names the row. */
  readonly head?: boolean
}

/**
 * A ledger's table. On a narrow screen each row becomes a block of named lines; the roles stay, which a changed
 * `display` would take away.
 */
export function Table<Row>(props: {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string
  /** A last row of sums, under a double rule. */
  readonly total?: readonly ReactNode[]
}) {
  const { columns, rows, rowKey, label, total } = props
  return (
    // biome-ignore lint/a11y/noRedundantRoles: the stylesheet changes display, which drops the implicit roles
    <table className="table" role="table" aria-label={label}>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup">
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {columns.map(({ name, figures }) => (
            // biome-ignore lint/a11y/noRedundantRoles: as above
            <th key={name} role="columnheader" scope="col" className={figures === true ? 'figures' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {rows.map((row) => (
          // biome-ignore lint/a11y/noRedundantRoles: as above
          <tr key={rowKey(row)} role="row">
            {columns.map(({ name, cell, figures, head }) => {
              const Cell = head === true ? 'th' : 'td'
              return (
                <Cell
                  key={name}
                  role={head === true ? 'rowheader' : 'cell'}
                  {...(head === true ? { scope: 'row' } : {})}
                  data-name={name}
                  className={figures === true ? 'figures' : undefined}
                >
                  {cell(row)}
                </Cell>
              )
            })}
          </tr>
        ))}
      </tbody>
      {total === undefined ? null : (
        // biome-ignore lint/a11y/noRedundantRoles: as above
        <tfoot role="rowgroup">
          {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
          <tr role="row">
            {columns.map(({ name, figures }, column) => (
              // biome-ignore lint/a11y/noRedundantRoles: as above
              <td key={name} role="cell" data-name={name} className={figures === true ? 'figures' : undefined}>
                {total[column]}
              </td>
            ))}
          </tr>
        </tfoot>
      )}
    </table>
  )
}
