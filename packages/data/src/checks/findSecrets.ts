/** Something secret in a text: its kind in words, and from where to where (UTF-16 code units). */
export type FoundSecret = { readonly start: number; readonly end: number; readonly kind: string }

/** Tokens that are known by how they begin, as their issuers document them. */
const tokens: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END[^-]*-----|$)/g],
  ['AWS key', /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})/g],
  ['GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/g],
  ['Slack token', /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g],
  ['Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}/g],
  ['Google key', /\bAIza[A-Za-z0-9_-]{35}/g],
  ['API key', /\bsk-(?:ant-|proj-|or-)?[A-Za-z0-9_-]{32,}/g],
  ['Hugging Face token', /\bhf_[A-Za-z0-9]{30,}/g],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['PyPI token', /\bpypi-AgE[A-Za-z0-9_-]{50,}/g],
  ['SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/g],
  ['OpenLedger key', /\bols?-[A-Za-z0-9_-]{40,}/g],
  ['JSON Web Token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g],
  ['password in an address', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@[^\s/]+/gi],
]
/** A value that is given to something called a secret. */
const assigned =
  /\b(?:pass(?:word|wd|phrase)?|secret|token|api[_ -]?key|access[_ -]?key|private[_ -]?key)["']?\s*(?:[:=]|is)\s*["'`]?([^\s"'`,;]{8,200})/gi
/** Bits a character that random values have and words have not; `lengthMin` characters are needed to tell. */
const bitsMin = 3.3
/** Cheap test: a text without any of this holds none of the above. */
const hint =
  /-----BEGIN|AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|k_live_|AIza|sk-|hf_|npm_|pypi-|SG\.|ols?-|eyJ|:\/\/[^\s/]*@|pass|secret|token|key/i

/** Finds keys, tokens and passwords: by how they begin, or by a name before a value that looks random. */
export function findSecrets(text: string): FoundSecret[] {
  if (!hint.test(text)) return []
  const found: FoundSecret[] = []
  const add = (kind: string, start: number, end: number) => {
    if (!found.some((other) => start < other.end && other.start < end)) found.push({ start, end, kind })
  }
  for (const [kind, pattern] of tokens)
    for (const { 0: value, index } of text.matchAll(pattern)) add(kind, index, index + value.length)
  for (const { 0: whole, 1: value = '', index } of text.matchAll(assigned)) {
    const end = index + whole.length
    if (looksRandom(value)) add('password or key', end - value.length, end)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Letters mixed with digits or signs, hardly any of them twice. */
function looksRandom(value: string): boolean {
  if (!/[A-Za-z]/.test(value) || !/[\d!@#$%^&*+/=]/.test(value)) return false
  return entropy(value) >= Math.min(bitsMin, Math.log2(value.length) - 0.3)
}

/** Shannon entropy of a value's characters, in bits a character. */
function entropy(value: string): number {
  const counts = new Map<string, number>()
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length)
  return bits
}
