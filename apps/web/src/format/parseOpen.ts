/** An amount of OPEN as somebody types it, in wei; undefined for what is no amount, or finer than a wei. */
export function parseOpen(typed: string): string | undefined {
  const [, whole, part = ''] = /^(\d{1,12})(?:[.,](\d{1,18}))?$/.exec(typed.trim()) ?? []
  return whole === undefined ? undefined : BigInt(`${whole}${part.padEnd(18, '0')}`).toString()
}
