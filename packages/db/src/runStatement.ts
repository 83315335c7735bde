/** A statement that sessions keep prepared under its name; each text has a name of its own. */
export type Statement = {
  readonly name: string
  readonly text: string
  /** One for each `$n`, as PostgreSQL reads the type that the text casts it to. */
  readonly values: readonly string[]
}

/**
 * Runs one statement outside any transaction: it is done whole or not at all, and durable when this returns. For the few
 * places where building, parsing and planning a query anew would cost more than the query.
 *
 * @returns the rows as the driver reads them
 * @throws the driver's error; its `code` is PostgreSQL's SQLSTATE where the server refused
 */
export type RunStatement = (statement: Statement) => Promise<readonly unknown[]>
