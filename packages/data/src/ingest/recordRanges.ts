import { type RecordRanges, recordRangesSchema, withoutRangesMax } from '@openledger/core/api/uploads.ts'

/**
 * Numbers of records as ranges, in the one way that they are written.
 *
 * @example toRanges([7, 3, 4, 5]) // [[3, 5], [7, 7]]
 */
export function toRanges(numbers: Iterable<number>): RecordRanges {
  const ranges: [number, number][] = []
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last !== undefined && number === last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}

/**
 * Ranges as a person writes them: `3, 17-20`. Overlapping ones are one.
 *
 * @returns undefined for what is none: no number, 0, a range that goes back, too many
 */
export function readRanges(text: string): RecordRanges | undefined {
  const pairs = text.split(',').map((part) => /^\s*(\d{1,9})\s*(?:[-–]\s*(\d{1,9})\s*)?$/.exec(part))
  const ranges: [number, number][] = []
  for (const pair of pairs) {
    if (pair === null) return undefined
    const [first, last] = [Number(pair[1]), Number(pair[2] ?? pair[1])]
    if (first > last) return undefined
    ranges.push([first, last])
  }
  ranges.sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [first, last] of ranges) {
    const before = merged.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else merged.push([first, last])
  }
  return recordRangesSchema.safeParse(merged).data
}

/** Ranges as a person reads them: `3, 17-20`. */
export function writeRanges(ranges: RecordRanges): string {
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ')
}

/** How many records ranges name. */
export function countRanges(ranges: RecordRanges): number {
  return ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0)
}

/** Whether ranges name a record. */
export function isInRanges(ranges: RecordRanges, number: number): boolean {
  return ranges.some(([first, last]) => first <= number && number <= last)
}

/**
 * The ranges with a record added where it was not there, and without it where it was.
 *
 * @returns undefined where that would be more ranges than there may be
 */
export function toggleInRanges(ranges: RecordRanges, number: number): RecordRanges | undefined {
  const inside = ranges.find(([first, last]) => first <= number && number <= last)
  if (inside === undefined) return readRanges(writeRanges([...ranges, [number, number]]))
  const [first, last] = inside
  const rest: RecordRanges = [
    [first, number - 1],
    [number + 1, last],
  ]
  const left = [...ranges.filter((range) => range !== inside), ...rest.filter(([from, to]) => from <= to)]
  return left.length > withoutRangesMax ? undefined : left.sort((a, b) => a[0] - b[0])
}
