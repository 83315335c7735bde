import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import type { FoundPersonal } from './foundPersonal.ts'

/** International forms: + or 00, then digits in groups. */
const international = /(?<![\p{L}\p{N}])(?:\+|00)[1-9](?:[ ./()-]{0,2}\d){6,13}(?!\p{N})/gu
/** National forms in groups: with the trunk 0, with an area code in parentheses, or three groups as in North America. */
const national =
  /(?<![\p{L}\p{N}.,+/-])(?:\(\d{2,5}\)[ -]?\d{3,4}(?:[ -]\d{2,4}){1,3}|0\d{1,4}[ /-]\d{2,4}(?:[ -]?\d{2,4}){1,3}|[2-9]\d{2}[.-][2-9]\d{2}[.-]\d{4})(?![\p{N}]|[.,-]\d)/gu
/** A postcode of the United States with its four more digits. */
const zip = /^\d{5}-\d{4}$/
/** Whose numbering plans a national form is tried with. */
const countries: readonly CountryCode[] = ['US', 'GB', 'DE', 'FR', 'IT', 'ES', 'NL', 'JP', 'IN', 'BR', 'AU', 'CN']

/** Telephone numbers that a numbering plan holds possible: international forms, and grouped national ones. */
export function findPhones(text: string): FoundPersonal[] {
  const found: FoundPersonal[] = []
  for (const { 0: written, index } of text.matchAll(international)) {
    const number = parsePhoneNumberFromString(written.replace(/^00/, '+'))
    if (number?.isValid() === true) found.push({ kind: 'phone', start: index, end: index + written.length })
  }
  for (const { 0: written, index } of text.matchAll(national)) {
    if (
      !zip.test(written) &&
      countries.some((country) => parsePhoneNumberFromString(written, country)?.isValid() === true)
    )
      found.push({ kind: 'phone', start: index, end: index + written.length })
  }
  return found
}
