import { findEmails, findIps, findPostalAddresses } from './findAddresses.ts'
import { findCards, findIbans, findNationalIds } from './findNumbers.ts'
import { findPhones } from './findPhones.ts'
import type { FoundPersonal } from './foundPersonal.ts'

/**
 * Personal data in a text, in its order. Where two readings of the same characters are possible, the one with the
 * stronger proof stays: a check digit before a form.
 */
export function findPersonal(text: string): FoundPersonal[] {
  const mails = text.includes('@') ? findEmails(text) : []
  const digits = digitsOf(text)
  if (digits < 4) return mails
  const found: FoundPersonal[] = []
  const add = (more: readonly FoundPersonal[]) => {
    for (const one of more) if (!found.some((other) => one.start < other.end && other.start < one.end)) found.push(one)
  }
  add(mails)
  if (digits >= 6) {
    add(findIbans(text))
    add(findCards(text))
    add(findNationalIds(text))
  }
  add(findIps(text))
  if (digits >= 7) add(findPhones(text))
  add(findPostalAddresses(text))
  return found.sort((a, b) => a.start - b.start)
}

function digitsOf(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 48 && code <= 57) count += 1
  }
  return count
}
