import { expect, it } from 'vitest'
import { codesOf, contentsOf, parseAll } from '../../test/parseAll.ts'

const jsonl = (...rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).join('\n')

it('knows the shapes of training data', async () => {
  const items = await parseAll(
    'shapes.jsonl',
    jsonl(
      { kind: 'qa', prompts: ['One?', 'Uno?'], answer: 'Yes.' },
      { instruction: 'Translate.', input: 'Haus', output: 'house' },
      { instruction: 'Say hello.', input: '', output: 'Hello.' },
      {
        conversations: [
          { from: 'human', value: 'Hi?' },
          { from: 'gpt', value: 'Hi.' },
        ],
      },
      {
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'Why?' },
          { role: 'assistant', content: [{ type: 'text', text: 'So.' }] },
        ],
      },
      { Question: 'Who?', Answer: 42 },
      { title: 'T', text: 'A text.', url: 'https://example.org/x' },
      { text: 'First line\nand more' },
    ),
  )
  expect(contentsOf(items)).toEqual([
    { kind: 'qa', prompts: ['One?', 'Uno?'], answer: 'Yes.' },
    { kind: 'qa', prompts: ['Translate.\n\nHaus'], answer: 'house' },
    { kind: 'qa', prompts: ['Say hello.'], answer: 'Hello.' },
    { kind: 'qa', prompts: ['Hi?'], answer: 'Hi.' },
    { kind: 'qa', prompts: ['Be short.\n\nWhy?'], answer: 'So.' },
    { kind: 'qa', prompts: ['Who?'], answer: '42' },
    { kind: 'document', title: 'T', text: 'A text.', url: 'https://example.org/x' },
    { kind: 'document', title: 'First line', text: 'First line\nand more', url: 'https://example.org/source' },
  ])
  expect(codesOf(items)).toEqual([])
})

it('gives a record for each answer of a conversation, with what was said before', async () => {
  const turns = ['A?', 'B.', 'C?', 'D.'].map((value, at) => ({ from: at % 2 === 0 ? 'human' : 'gpt', value }))
  expect(contentsOf(await parseAll('chat.jsonl', jsonl({ conversations: turns })))).toEqual([
    { kind: 'qa', prompts: ['A?'], answer: 'B.' },
    { kind: 'qa', prompts: ['User: A?\n\nAssistant: B.\n\nUser: C?'], answer: 'D.' },
  ])
})

it('takes columns as they were mapped, before any shape', async () => {
  const csv = 'Frage,Auch,Antwort,question,answer\na?,b?,c,no,no\n,,c,no,no'
  const mapping = { kind: 'qa', prompts: ['Frage', 'Auch'], answer: 'Antwort' } as const
  const items = await parseAll('mapped.csv', csv, { mapping })
  expect(contentsOf(items)).toEqual([{ kind: 'qa', prompts: ['a?', 'b?'], answer: 'c' }])
  expect(items.at(-1)).toMatchObject({
    code: 'DATA_RECORD_INVALID',
    reason: 'Not taken as a record: prompts is an empty list.',
  })
  const wrong = { kind: 'document', text: 'Text' } as const
  expect(codesOf(await parseAll('mapped.csv', csv, { mapping: wrong }))).toEqual([
    'DATA_COLUMN_MISSING',
    'DATA_COLUMN_MISSING',
  ])
})

it('tells of every row that became no record, with its place', async () => {
  const items = await parseAll(
    'bad.jsonl',
    [
      '{"a":1}',
      'no json',
      '[1]',
      '',
      '{"messages":[{"role":"user","content":"?"}]}',
      '{"messages":[{"role":"tool","content":"x"}]}',
      '{"messages":[{"role":"user","content":{}}]}',
      `{"question":"${'q'.repeat(2_001)}","answer":"a"}`,
    ].join('\n'),
  )
  expect(items.map((item) => [item.place.line, item.kind === 'leftOut' ? item.code : ''])).toEqual([
    [1, 'DATA_COLUMNS_UNKNOWN'],
    [2, 'DATA_LINE_NOT_JSON'],
    [3, 'DATA_LINE_NOT_JSON'],
    [5, 'DATA_CHAT_NO_ANSWER'],
    [6, 'DATA_CHAT_SPEAKER'],
    [7, 'DATA_CHAT_UNREADABLE'],
    [8, 'DATA_RECORD_INVALID'],
  ])
})
