const ARTICLES = new Set(['a', 'an', 'the'])

/**
 * How far an answer's words are those of the expected one, from 0 to 1: the harmonic mean of the share of its words that
 * are expected and the share of the expected ones that it has (Rajpurkar et al. 2016, "SQuAD", arXiv:1606.05250; words as
 * its script has them: lower case, without punctuation and English articles).
 */
export function tokenF1(got: string, expected: string): number {
  const [said, wanted] = [words(got), words(expected)]
  if (said.length === 0 || wanted.length === 0) return said.length === wanted.length ? 1 : 0
  const left = new Map<string, number>()
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1)
  let common = 0
  for (const word of said) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    left.set(word, count - 1)
    common += 1
  }
  return common === 0 ? 0 : (2 * common) / (said.length + wanted.length)
}

function words(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\p{P}/gu, '')
    .split(/\s+/)
    .filter((word) => word !== '' && !ARTICLES.has(word))
}
