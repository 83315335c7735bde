/** Takes the lines of a CSV file one after another. */
export type CsvReader = {
  /** The fields of the row that ends with this line; undefined while a quoted field goes on. */
  readonly feed: (line: string) => readonly string[] | undefined
  /** Forgets a row that was begun. */
  readonly reset: () => void
}

/**
 * Cuts rows into fields (RFC 4180), each character looked at once however many lines a row has. A quote inside a
 * field that did not begin with one is a quote; what follows a closing quote up to the delimiter is kept.
 */
export function csvReader(delimiter: string): CsvReader {
  let fields: string[] = []
  let field = ''
  let inQuotes = false

  function feed(line: string): readonly string[] | undefined {
    let at = 0
    let begins = !inQuotes
    if (inQuotes) field += '\n'
    for (;;) {
      if (begins && line[at] === '"') {
        inQuotes = true
        at += 1
      }
      begins = false
      while (inQuotes) {
        const quote = line.indexOf('"', at)
        field += quote === -1 ? line.slice(at) : line.slice(at, quote)
        if (quote === -1) return undefined
        at = quote + 1
        if (line[at] === '"') {
          field += '"'
          at += 1
        } else inQuotes = false
      }
      const next = line.indexOf(delimiter, at)
      fields.push(field + (next === -1 ? line.slice(at) : line.slice(at, next)))
      field = ''
      if (next === -1) {
        const whole = fields
        fields = []
        return whole
      }
      at = next + 1
      begins = true
    }
  }

  function reset(): void {
    fields = []
    field = ''
    inQuotes = false
  }

  return { feed, reset }
}
