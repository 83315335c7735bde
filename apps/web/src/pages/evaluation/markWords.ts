/** A piece of an answer; `isOther`: the expected answer does not have it in this order. */
export type MarkedWord = { readonly text: string; readonly isOther: boolean }

/** Longest answer that is compared, words: the work grows with its square. */
const WORDS = 400

const bare = (word: string) => word.toLowerCase().replaceAll(/\p{P}/gu, '')

/** Cuts an answer into pieces that the expected one has too, in order (their longest common sequence of words), and others. */
export function markWords(answer: string, expected: string): MarkedWord[] {
  const said = answer.split(/(?<=\s)/)
  const wanted = expected.split(/\s+/).filter((word) => word !== '')
  if (said.length > WORDS || wanted.length > WORDS) return [{ text: answer, isOther: false }]
  const [a, b] = [said.map((word) => bare(word.trim())), wanted.map(bare)]
  const length = (i: number, j: number) => table[i * (b.length + 1) + j] ?? 0
  const table = new Uint16Array((a.length + 1) * (b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * (b.length + 1) + j] =
        a[i] === b[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
  const marked: MarkedWord[] = []
  let j = 0
  for (const [i, text] of said.entries()) {
    while (j < b.length && a[i] !== b[j] && length(i, j + 1) >= length(i + 1, j)) j++
    const isOther = j >= b.length || a[i] !== b[j]
    if (!isOther) j++
    const last = marked.at(-1)
    if (last?.isOther === isOther) marked[marked.length - 1] = { text: last.text + text, isOther }
    else marked.push({ text, isOther })
  }
  return marked
}
