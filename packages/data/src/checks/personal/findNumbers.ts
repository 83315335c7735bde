import { isValidIBAN } from 'ibantools'
import { stdnum } from 'stdnum'
import type { FoundPersonal } from './foundPersonal.ts'

/** Written IBANs: two letters, two check digits, groups of four or no gaps. */
const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g
/** Runs of digits with single spaces or hyphens between them. */
const digitRun = /(?<![\p{L}\p{N}.,-])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[.,-]\d)/gu
/** First digits and lengths of the card networks (ISO/IEC 7812). */
const cards: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-5]|[68])/, [14]],
  [/^(?:6011|64[4-9]|65)/, [16, 19]],
  [/^35(?:2[89]|[3-8])/, [16, 19]],
  [/^62/, [16, 17, 18, 19]],
]

/** IBANs whose check digits are right. */
export function findIbans(text: string): FoundPersonal[] {
  return [...text.matchAll(iban)].flatMap(({ 0: written, index }) => {
    // The pattern may have taken a word in capitals after the number along: try without the last groups.
    for (let end = written.length; end >= 15; end -= 1) {
      if (isValidIBAN(written.slice(0, end).replaceAll(' ', '')))
        return [{ kind: 'iban' as const, start: index, end: index + end }]
    }
    return []
  })
}

/** Numbers of payment cards: the first digits of a network, its length, and the check digit by Luhn. */
export function findCards(text: string): FoundPersonal[] {
  return [...text.matchAll(digitRun)]
    .filter(({ 0: written }) => {
      const digits = written.replaceAll(/[ -]/g, '')
      return cards.some(([start, lengths]) => start.test(digits) && lengths.includes(digits.length)) && luhn(digits)
    })
    .map(({ 0: written, index }) => ({ kind: 'card' as const, start: index, end: index + written.length }))
}

function luhn(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    const counted = at % 2 === 0 ? digit : digit * 2
    sum += counted > 9 ? counted - 9 : counted
  }
  return sum % 10 === 0
}

/**
 * Numbers of persons: how they are written and what tells a right one. Those without a check digit, or whose bare digits
 * are too often right by chance, count only beside their name or in the form with their own punctuation.
 */
const persons: readonly (readonly [pattern: RegExp, check: (value: string) => boolean, near?: RegExp])[] = [
  [/\b\d{3}-\d{2}-\d{4}\b/g, (value) => stdnum['US']?.['ssn']?.validate(value).isValid === true],
  [/\b[XYZ]?\d{7,8}-?[A-HJ-NP-TV-Z]\b/g, (value) => valid('ES', value, 'dni', 'nie')],
  [/\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b/g, (value) => valid('IT', value, 'codicefiscale')],
  [/\b\d{3}\.\d{3}\.\d{3}-\d{2}\b/g, (value) => valid('BR', value, 'cpf')],
  [/\b[1-9]\d{5}(?:19|20)\d{9}[\dX]\b/g, (value) => valid('CN', value, 'ric')],
  [/\b[2-9]\d{3} \d{4} \d{4}\b/g, (value) => valid('IN', value, 'aadhaar')],
  [/\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g, (value) => valid('GB', value, 'nino')],
  [/\b[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}\b/g, (value) => valid('FR', value, 'nir')],
  [/\b\d{6}[-+]\d{4}\b/g, (value) => valid('SE', value, 'personnummer')],
  [/\b\d{11}\b/g, (value) => valid('PL', value, 'pesel'), /pesel/i],
  [/\b\d{2} ?\d{3} ?\d{3} ?\d{3}\b/g, (value) => valid('DE', value, 'idnr'), /steuer|identifikationsnummer|idnr/i],
  [/\b\d{9}\b/g, (value) => valid('NL', value, 'bsn'), /\bbsn\b|burgerservice/i],
]

/** National identity, tax and insurance numbers of persons. */
export function findNationalIds(text: string): FoundPersonal[] {
  return persons.flatMap(([pattern, check, near]) =>
    near !== undefined && !near.test(text)
      ? []
      : [...text.matchAll(pattern)]
          .filter(([value]) => check(value))
          .map(({ 0: value, index }) => ({ kind: 'nationalId' as const, start: index, end: index + value.length })),
  )
}

function valid(country: string, value: string, ...numbers: string[]): boolean {
  return numbers.some((number) => stdnum[country]?.[number]?.validate(value).isValid === true)
}
