/** How a value changed: each entry holds from its block time on (Unix seconds) until the next one's. Ascending. */
export type Timeline<T> = readonly { readonly from: bigint; readonly value: T }[]

/** What held at a time, changes at that very second included; undefined before the first entry. */
export function valueAt<T>(timeline: Timeline<T>, time: bigint): T | undefined {
  return timeline.findLast(({ from }) => from <= time)?.value
}

/** A value that holds from the beginning on. */
export const always = <T>(value: T): Timeline<T> => [{ from: 0n, value }]
