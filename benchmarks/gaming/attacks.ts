import type { ComparedContent } from '@openledger/attribution/nearDuplicates/content.ts'
import type { HonestRecord } from './corpus.ts'

/** What an attacker registers after everybody else. */
export type Attack = {
  readonly name: string
  /** Whose records it is made from: other people's, or the attacker's own. */
  readonly of: 'others' | 'own'
  /** With `own`: the original is not registered, its parts are. */
  readonly instead?: boolean
  /** An attack upon another attack's records, against what finds those. */
  readonly isCombined?: boolean
  /** The records made from one record; none where it cannot be applied. */
  readonly make: (record: HonestRecord, random: () => number, filler: string) => readonly ComparedContent[]
}

/** Changes every text of a record; a bare code as answer stays: without it, it would be another fact. */
function edit(content: ComparedContent, change: (text: string) => string): ComparedContent {
  return content.kind === 'document'
    ? { ...content, title: change(content.title), text: change(content.text) }
    : { ...content, prompts: content.prompts.map(change) }
}

/** "CC-BY-4.0": words with a hyphen and a number or capitals after it, which name a thing exactly. */
const identifiers = /\b[\p{L}\p{N}.]+(?:-[\p{N}\p{Lu}][\p{L}\p{N}.]*)+(?:-\p{L}+)*\b/gu

/** Puts other words in place of a share of the words. */
const swapWords = (share: number, random: () => number, filler: string) => (text: string) => {
  const others = filler.split(' ').filter((word) => /^[a-z]{4,}$/.test(word))
  return text
    .split(' ')
    .map((word) =>
      /^[a-z]{4,}$/.test(word) && random() < share ? (others[Math.floor(random() * others.length)] ?? word) : word,
    )
    .join(' ')
}

function slips(text: string): string {
  return text.replace(/\b([a-z]{3})([a-z])([a-z])([a-z]{3,})\b/, '$1$3$2$4').replace(/[,.;:?]/g, ' -')
}

const repeated = (filler: string, length: number) => filler.repeat(Math.ceil(length / filler.length)).slice(0, length)

/** Pads to a multiple of the length, with text of the attacker's in front and behind, or with wordings of other things. */
function pad(content: ComparedContent, times: number, filler: string): ComparedContent {
  if (content.kind === 'qa') {
    const words = filler.split(' ')
    const more = content.prompts.map((_, at) => `Tell me about ${words.slice(at * 5, at * 5 + 5).join(' ')}?`)
    return { ...content, prompts: [...Array.from({ length: times - 1 }, () => more).flat(), ...content.prompts] }
  }
  const around = repeated(filler, ((times - 1) * content.text.length) / 2)
  return { ...content, text: `${around} ${content.text} ${around}` }
}

function halves(content: ComparedContent): ComparedContent[] {
  if (content.kind === 'qa') {
    const middle = Math.ceil(content.prompts.length / 2)
    return [content.prompts.slice(0, middle), content.prompts.slice(middle)].map((prompts) => ({ ...content, prompts }))
  }
  const words = content.text.split(' ')
  const middle = Math.ceil(words.length / 2)
  return [words.slice(0, middle), words.slice(middle)].map((part, at) => ({
    ...content,
    title: `${content.title}, part ${at + 1}`,
    text: part.join(' '),
  }))
}

export const attacks: readonly Attack[] = [
  { name: 'split: own records in two halves', of: 'own', instead: true, make: ({ content }) => halves(content) },
  { name: 'split: halves of others’ records', of: 'others', make: ({ content }) => halves(content) },
  { name: 'exact copies of own records', of: 'own', make: ({ content }) => [content, content, content] },
  { name: 'exact copies of others’ records', of: 'others', make: ({ content }) => [content] },
  {
    name: 'edited copies: letter case, punctuation, slips',
    of: 'others',
    make: ({ content }) => [edit(content, (text) => slips(text).toLowerCase())],
  },
  {
    name: 'shadow copies: a tenth of the words replaced',
    of: 'others',
    make: ({ content }, random, filler) => [edit(content, swapWords(0.1, random, filler))],
  },
  {
    name: 'outlier copies: a third of the words replaced',
    of: 'others',
    make: ({ content }, random, filler) => [edit(content, swapWords(0.33, random, filler))],
  },
  ...[2, 5, 20].map(
    (times): Attack => ({
      name: `padding of others’ records to ${times} times their length`,
      of: 'others',
      make: ({ content }, _random, filler) => [pad(content, times, filler)],
    }),
  ),
  {
    name: 'paraphrases of others’ questions',
    of: 'others',
    make: ({ paraphrase }) => (paraphrase?.kind === 'qa' ? [paraphrase] : []),
  },
  {
    name: 'paraphrases of others’ documents',
    of: 'others',
    make: ({ paraphrase }) => (paraphrase?.kind === 'document' ? [paraphrase] : []),
  },
  {
    name: 'paraphrases of others’ documents in padding of twice their length',
    isCombined: true,
    of: 'others',
    make: ({ paraphrase }, _random, filler) => (paraphrase?.kind === 'document' ? [pad(paraphrase, 3, filler)] : []),
  },
  {
    name: 'paraphrases of others’ documents without any identifier',
    isCombined: true,
    of: 'others',
    make: ({ paraphrase }) =>
      paraphrase?.kind === 'document' ? [edit(paraphrase, (text) => text.replace(identifiers, 'this one'))] : [],
  },
]
