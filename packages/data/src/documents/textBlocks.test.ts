import { expect, it } from 'vitest'
import { codesOf, contentsOf, parseAll } from '../../test/parseAll.ts'

const texts = async (path: string, source: string) =>
  contentsOf(await parseAll(path, source)).map((content) =>
    content.kind === 'document' ? [content.title, content.text] : [],
  )

it('never goes across a heading, and titles each record with those above it', async () => {
  const source = `---\nlayout: x\n---\nIntro.\n\n# One #\n\nA.\n\n## Two\n\nB.\n\n\`\`\`sh\n# no heading\n\nC\n\`\`\`\n\nThree\n=====\n\nD.\n`
  expect(await texts('notes.md', source)).toEqual([
    ['notes', 'Intro.'],
    ['notes › One', 'One\n\nA.'],
    ['notes › One › Two', 'Two\n\nB.\n\n```sh\n# no heading\n\nC\n```'],
    ['notes › Three', 'Three\n\nD.'],
  ])
  expect(codesOf(await parseAll('notes.md', source))).toEqual(['DATA_FRONT_MATTER'])
})

it('knows no headings in plain text, and keeps byte offsets', async () => {
  const source = 'Über\n\n# A line\n'
  const [item] = await parseAll('plain.txt', source)
  expect(item).toMatchObject({ place: { line: 1, bytes: [0, 16] }, content: { text: 'Über\n\n# A line' } })
})

it('gives a long text in records that are within the limits, and loses no word', async () => {
  const words = Array.from({ length: 20_000 }, (_, at) => `word${at}`)
  const shapes = { 'spaces.txt': words.join(' '), 'lines.txt': words.join('\n'), 'blocks.md': words.join('\n\n') }
  for (const [path, source] of Object.entries(shapes)) {
    const found = (await texts(path, source)).map(([, text]) => text ?? '')
    expect(found.every((text) => text.length <= 8_000)).toBe(true)
    expect(found.join(' ').split(/\s+/)).toEqual(words)
  }
})

it('leaves out a line of 20 MB, and says so', async () => {
  const items = await parseAll('line.txt', `before\n\n${'x'.repeat(20_000_000)}\n\nafter`)
  expect(codesOf(items)).toEqual(['DATA_LINE_TOO_LONG'])
  expect(await texts('line.txt', `before\n\n${'x'.repeat(20_000_000)}\n\nafter`)).toEqual([['line', 'before\n\nafter']])
})

it('wants the address of a document', async () => {
  await expect(parseAll('a.md', 'text', {})).rejects.toMatchObject({ code: 'DATA_URL_NEEDED' })
  await expect(parseAll('a.md', 'text', { url: 'javascript:alert(1)' })).rejects.toMatchObject({
    code: 'DATA_URL_NEEDED',
  })
})
