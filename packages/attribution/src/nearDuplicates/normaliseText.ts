/** Cyrillic and Greek letters that look like Latin ones. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  н: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  м: 'm',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  α: 'a',
  β: 'b',
  ε: 'e',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
}

/**
 * Takes away what changes a text without changing what it says: case, accents, compatibility forms (full width,
 * ligatures), invisible characters, and look-alike letters inside words that are otherwise Latin.
 *
 * @example normaliseText('Ｃholéra\u200b') // cholera
 */
export function normaliseText(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[’‘ʼ`]/gu, "'")
  return plain.replace(/[\p{L}\p{N}]+/gu, (word) =>
    /[a-z]/.test(word) && /[^a-z0-9]/.test(word)
      ? [...word].map((letter) => lookAlikes[letter] ?? letter).join('')
      : word,
  )
}
