import type { Block, ParsedItem, Place, TextChange } from '../ingest/parsed.ts'
import { recordLimits } from '../record/recordContent.ts'
import { makeRecord } from '../rows/makeRecord.ts'
import { cutText } from './cutText.ts'

/** Characters that a record of a document aims at: what a sentence embedding takes in, and a reader at a glance. */
export const chunkTarget = 1_200
/** Characters of a block that is kept whole. Four bytes each and the title stay below a record's size. */
const blockMax = 3_000

/** A document as a whole. */
export type DocumentFacts = {
  readonly title: string
  /** Where a reader finds it. */
  readonly url: string
}

/**
 * Puts a document's blocks together to records by its structure: a record never goes across a heading or from one
 * group of blocks to another, holds whole blocks as long as they fit, and is titled with the document and the headings
 * above it. The same blocks give the same records.
 */
export async function* chunkBlocks(
  blocks: AsyncIterable<Block | Extract<ParsedItem, { kind: 'leftOut' }>>,
  facts: DocumentFacts,
): AsyncGenerator<ParsedItem> {
  const headings: (string | undefined)[] = []
  let pending: Block[] = []
  let length = 0

  function* flush(): Generator<ParsedItem> {
    const [first] = pending
    if (first === undefined) return
    const text = pending.map((block) => block.text).join('\n\n')
    const changes = new Set<TextChange>(pending.flatMap((block) => [...block.changes]))
    const url = first.group === undefined ? facts.url : `${facts.url.split('#', 1)[0]}#page=${first.group}`
    const content = { kind: 'document', title: titleOf(facts.title, headings), text, url }
    yield makeRecord(content, span(pending), [...changes])
    pending = []
    length = 0
  }

  for await (const block of blocks) {
    if ('kind' in block) {
      yield block
      continue
    }
    if (block.heading !== undefined) {
      // Headings that stand on each other share a record with the text under them.
      if (!pending.every(({ heading }) => heading !== undefined)) yield* flush()
      headings.length = block.heading
      headings[block.heading - 1] = block.text
    }
    if (pending.at(-1)?.group !== block.group) yield* flush()
    for (const text of cutText(block.text, blockMax)) {
      if (length > 0 && length + text.length > chunkTarget && pending.some(({ heading }) => heading === undefined)) {
        yield* flush()
      }
      pending.push({ ...block, text })
      length += text.length + 2
    }
  }
  yield* flush()
}

function titleOf(title: string, headings: readonly (string | undefined)[]): string {
  const parts = [title, ...headings.filter((heading) => heading !== undefined && heading !== '')]
  const unique = parts.filter((part, at) => at === 0 || part !== parts[at - 1])
  const whole = unique.join(' › ').replace(/\s+/gu, ' ').trim()
  if (whole.length <= recordLimits.titleLength) return whole
  return `${whole
    .slice(0, recordLimits.titleLength - 1)
    .toWellFormed()
    .trimEnd()}…`
}

function span(blocks: readonly Block[]): Place {
  const first = blocks[0]?.place ?? { path: '' }
  const start = first.bytes?.[0]
  const end = blocks.at(-1)?.place.bytes?.[1]
  return start === undefined || end === undefined ? first : { ...first, bytes: [start, end] }
}
