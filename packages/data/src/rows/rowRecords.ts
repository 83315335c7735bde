import type { Mapping } from '@openledger/core/api/uploads.ts'
import type { ParsedItem, Row, TextChange } from '../ingest/parsed.ts'
import { cellText } from './cellText.ts'
import { chatRecords } from './chatRecords.ts'
import { makeRecord } from './makeRecord.ts'
import { shapeOf } from './shapeOf.ts'

/** What a row is read with: the columns mapped by hand, and the address of documents that name none. */
export type RowOptions = { readonly mapping?: Mapping | undefined; readonly url?: string | undefined }

/**
 * The records of one row: one as a rule, several of a conversation, and for each that cannot be one the reason.
 * A mapping by hand goes before every shape that could be detected.
 */
export function* rowRecords(row: Row, options: RowOptions): Generator<ParsedItem> {
  if (!row.ok) {
    yield { kind: 'leftOut', place: row.place, code: row.code, reason: row.reason }
    return
  }
  const { value, place, changes } = row
  const make = (content: unknown) => makeRecord(content, place, changes)
  const shape =
    options.mapping === undefined ? shapeOf(value) : ({ name: 'columns', mapping: options.mapping } as const)
  switch (shape?.name) {
    case undefined: {
      const reason = 'No known shape of records: map its columns by hand.'
      yield { kind: 'leftOut', place, code: 'DATA_COLUMNS_UNKNOWN', reason }
      return
    }
    case 'record':
      yield make(value)
      return
    case 'alpaca': {
      const input = cellText(value['input'])
      const request = String(value['instruction'])
      const prompt = input === undefined || input.trim() === '' ? request : `${request}\n\n${input}`
      yield make({ kind: 'qa', prompts: [prompt], answer: value['output'] })
      return
    }
    case 'sharegpt':
    case 'messages':
      yield* chatRecords(value[shape.column], shape.name, place, changes)
      return
    case 'columns':
      yield mapped(shape.mapping, value, { ...options, place, changes })
  }
}

function mapped(
  mapping: Mapping,
  value: Readonly<Record<string, unknown>>,
  more: RowOptions & { readonly place: Row['place']; readonly changes: readonly TextChange[] },
): ParsedItem {
  const named = mapping.kind === 'qa' ? [...mapping.prompts, mapping.answer] : [mapping.text]
  const missing = named.find((name) => !(name in value))
  const { place, changes } = more
  if (missing !== undefined) {
    return {
      kind: 'leftOut',
      place,
      code: 'DATA_COLUMN_MISSING',
      reason: `There is no column "${missing.slice(0, 60)}".`,
    }
  }
  if (mapping.kind === 'qa') {
    const prompts = mapping.prompts.flatMap((name) => {
      const cell = value[name]
      return Array.isArray(cell) ? cell.map(cellText) : [cellText(cell)]
    })
    const filled = prompts.filter((prompt) => prompt !== undefined && prompt.trim() !== '')
    return makeRecord({ kind: 'qa', prompts: filled, answer: cellText(value[mapping.answer]) }, place, changes)
  }
  const text = cellText(value[mapping.text])
  const title = mapping.title === undefined ? undefined : cellText(value[mapping.title])
  const url = (mapping.url === undefined ? undefined : cellText(value[mapping.url])) ?? more.url
  return makeRecord({ kind: 'document', title: title ?? firstLine(text), text, url: url ?? '' }, place, changes)
}

/** A title for a text that has none: its first line, cut at a space. */
function firstLine(text: string | undefined): string {
  const line = (text ?? '').trim().split('\n', 1)[0] ?? ''
  return line.length <= 100 ? line : `${line.slice(0, 100).replace(/\s\S*$/u, '')}…`
}
