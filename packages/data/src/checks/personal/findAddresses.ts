import type { FoundPersonal } from './foundPersonal.ts'

const email =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}{2,24}(?![\p{L}\p{N}-])/gu
/** Hosts that RFC 2606 keeps for examples. */
const exampleHost = /@(?:[\w-]+\.)*example(?:\.(?:com|net|org))?$|\.(?:example|test|invalid|localhost)$/i

const ipv4 =
  /(?<![\p{L}\p{N}.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\p{L}\p{N}]|\.\d)/gu
const ipv6 = /(?<![\p{L}\p{N}:])(?:[\da-f]{1,4}:){2,7}(?::?[\da-f]{1,4}){0,6}(?![\p{L}\p{N}:])/giu
/** Addresses that name nobody: of this host, private, of links, of documentation (RFC 1918, 5737, 3849), of no host. */
const nobody =
  /^(?:0\.|10\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|22[4-9]\.|2[345]\d\.)/

/** Street and number, then a postcode and a town within the same lines; by the ways of writing of some countries. */
const postal: readonly RegExp[] = [
  // 12 Main Street, Springfield, IL 62704
  /(?<!\p{N})\d{1,5} (?:[A-Z][\p{L}.']+ ){1,4}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Way|Place|Pl)\b\.?,?[\s\p{L}\p{N}.#]{0,30},?\s{1,2}(?:[A-Z][\p{L}.']+ ?){1,3},? [A-Z]{2} \d{5}(?:-\d{4})?(?!\p{N})/gu,
  // 10 Downing Street, London SW1A 2AA
  /(?<!\p{N})\d{1,4}[A-Za-z]? (?:[A-Z][\p{L}.']+ ){1,4}(?:Street|Road|Lane|Avenue|Close|Drive|Gardens|Square|Terrace|Way|Place|Crescent),?\s{1,2}[\p{L} ,]{2,40}[\s,]{1,2}[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![\p{L}\p{N}])/gu,
  // Hauptstraße 12, 10115 Berlin; Via Roma 5, 00184 Roma
  /(?<![\p{L}])(?:\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|laan|straat|gatan|vej)|(?:Via|Viale|Piazza|Calle|Avenida|Rua) (?:\p{Lu}[\p{L}.]+ ?){1,3}),? \d{1,4} ?[a-z]?,?\s{1,2}(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2})? \p{Lu}[\p{L}-]+/gu,
  // 12 rue de la Paix, 75002 Paris
  /(?<!\p{N})\d{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|place|chemin|impasse|allée|quai) [\p{L}' -]{3,40},?\s{1,2}\d{5} \p{Lu}[\p{L}-]+/gu,
]

/** E-mail addresses, but those of example hosts. */
export function findEmails(text: string): FoundPersonal[] {
  return all(text, email, 'email').filter(({ start, end }) => !exampleHost.test(text.slice(start, end)))
}

/** Addresses of hosts on the internet; private ones and those of documentation say nothing about anybody. */
export function findIps(text: string): FoundPersonal[] {
  const four = all(text, ipv4, 'ip').filter(({ start, end }) => {
    const before = text.slice(Math.max(0, start - 12), start)
    return !nobody.test(text.slice(start, end)) && !/(?:v|version|release|section|§)\s?$/i.test(before)
  })
  const six = all(text, ipv6, 'ip').filter(({ start, end }) => {
    const value = text.slice(start, end)
    return /^(?:2|3)[\da-f]{3}:/i.test(value) && !/^2001:0?db8:/i.test(value) && isIpv6(value)
  })
  return [...four, ...six]
}

function isIpv6(value: string): boolean {
  return URL.canParse(`http://[${value}]/`)
}

/** Addresses where somebody lives or works: street, number, postcode and town together. */
export function findPostalAddresses(text: string): FoundPersonal[] {
  return postal.flatMap((pattern) => all(text, pattern, 'address'))
}

function all(text: string, pattern: RegExp, kind: FoundPersonal['kind']): FoundPersonal[] {
  return [...text.matchAll(pattern)].map(({ 0: value, index }) => ({ kind, start: index, end: index + value.length }))
}
