import { text } from '../../../text/text.ts'

const STEPS = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Bytes in the unit that fits, to three digits: `94.3 MB`. */
export function formatBytes(bytes: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 1), STEPS.length)
  const unit = STEPS[step - 1] ?? 'kilobyte'
  return new Intl.NumberFormat(text.language, { style: 'unit', unit, maximumSignificantDigits: 3 }).format(
    bytes / 1_000 ** step,
  )
}

/** A great number to three digits: `135M`. */
export function formatCount(count: number): string {
  return new Intl.NumberFormat(text.language, { notation: 'compact', maximumSignificantDigits: 3 }).format(count)
}
