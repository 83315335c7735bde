import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import type { HonestRecord } from '../gaming/corpus.ts'

/** A way in which somebody makes a record from another's; undefined where it leaves the record as it is. */
export type Way = {
  readonly name: 'edited' | 'reordered' | 'paraphrased'
  readonly make: (record: HonestRecord, random: () => number) => RecordContent | undefined
}

const url = 'https://example.org/copy'

/** As people edit: a tenth of the longer words exchanged for others, a slip of the keys, another letter case. */
function edited(text: string, others: readonly string[], random: () => number): string {
  return text
    .split(' ')
    .map((word) => {
      if (!/^[a-z]{4,}$/.test(word) || random() >= 0.1) return word
      if (random() < 0.3) return word.replace(/^(..)(.)(.)/, '$1$3$2')
      return others[Math.floor(random() * others.length)] ?? word
    })
    .join(' ')
    .replace(/^./, (first) => (random() < 0.5 ? first.toLowerCase() : first.toUpperCase()))
}

/** The sentences of a text in another order; the clauses, where it is one sentence. */
function reordered(text: string, random: () => number): string {
  const parts = text.split(/(?<=[.!?])\s+/)
  const pieces =
    parts.length > 1 ? parts : text.replace(/[.?]$/, '').split(/,\s+|(?<=\w{3,})\s+(?=(?:of|in|for|with|by)\s)/)
  for (let at = pieces.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1))
    ;[pieces[at], pieces[other]] = [pieces[other] ?? '', pieces[at] ?? '']
  }
  return pieces.join(' ')
}

function change(content: RecordContent, to: (text: string) => string): RecordContent {
  // An answer that is a code stays: without it, it would be another fact.
  return content.kind === 'document'
    ? { ...content, title: content.title, text: to(content.text), url }
    : { ...content, prompts: content.prompts.map(to).toReversed() }
}

/** All ways; `filler` gives the words that editors put in. */
export function ways(filler: readonly string[]): readonly Way[] {
  return [
    {
      name: 'edited',
      make: ({ content }, random) =>
        different(
          content,
          change(asRecord(content), (text) => edited(text, filler, random)),
        ),
    },
    {
      name: 'reordered',
      make: ({ content }, random) =>
        different(
          content,
          change(asRecord(content), (text) => reordered(text, random)),
        ),
    },
    { name: 'paraphrased', make: ({ paraphrase }) => paraphrase && asRecord(paraphrase) },
  ]
}

function different(content: HonestRecord['content'], made: RecordContent): RecordContent | undefined {
  const words = (of: HonestRecord['content']) => (of.kind === 'qa' ? of.prompts : [of.text]).join(' ')
  return words(content) === words(made) ? undefined : made
}

/** A record's content; documents get an address of their own, which comparisons don't look at. */
export function asRecord(content: HonestRecord['content']): RecordContent {
  return content.kind === 'qa' ? content : { kind: 'document', title: content.title, text: content.text, url }
}
