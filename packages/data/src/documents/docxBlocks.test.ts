import { zipSync } from 'fflate'
import { expect, it } from 'vitest'
import { makeBomb } from '../../test/makeBomb.ts'
import { makeDocx, paragraph, run } from '../../test/makeDocx.ts'
import { contentsOf, parseAll } from '../../test/parseAll.ts'

it('reads headings, lists, tables, shapes and notes; deleted text and field codes are none', async () => {
  const body = [
    paragraph(run('Title'), '<w:pStyle w:val="H1"/>'),
    paragraph(
      `${run('One ')}<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>${run('&amp; two')}<w:r><w:tab/><w:t>tab</w:t></w:r>`,
    ),
    paragraph(run('Under'), '<w:pStyle w:val="H2"/>'),
    paragraph(run('item'), '<w:numPr/>'),
    `<w:tbl><w:tr><w:tc>${paragraph(run('a'))}</w:tc><w:tc>${paragraph(run('b'))}${paragraph(run('c'))}</w:tc></w:tr></w:tbl>`,
    paragraph(
      `<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>${paragraph(run('in a shape'))}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${paragraph(run('in a shape'))}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>`,
    ),
  ].join('')
  const notes = new TextEncoder().encode(
    `<w:footnotes xmlns:w="w"><w:footnote>${paragraph(run('a note'))}</w:footnote></w:footnotes>`,
  )
  expect(contentsOf(await parseAll('paper.docx', makeDocx(body, { 'word/footnotes.xml': notes })))).toEqual([
    { kind: 'document', title: 'paper › Title', text: 'Title\n\nOne & two\ttab', url: 'https://example.org/source' },
    {
      kind: 'document',
      title: 'paper › Title › Under',
      text: 'Under\n\n- item\n\na | b\nc\n\nin a shape\n\na note',
      url: 'https://example.org/source',
    },
  ])
})

it('refuses a bomb before it unpacks it, an archive of something else, and one that is cut off', async () => {
  const bomb = makeBomb()
  await expect(parseAll('bomb.docx', bomb)).rejects.toMatchObject({ code: 'DATA_ARCHIVE_BOMB' })
  // One that says of itself that it is small unpacks to no more than it says.
  const liar = bomb.slice()
  const at = liar.length - 22 - (46 + 'word/document.xml'.length)
  new DataView(liar.buffer).setUint32(at + 24, 100, true)
  await expect(parseAll('liar.docx', liar)).rejects.toMatchObject({ code: 'DATA_ARCHIVE_BROKEN' })
  const other = new Uint8Array(zipSync({ 'a.txt': new Uint8Array(4) }))
  await expect(parseAll('other.docx', other)).rejects.toMatchObject({ code: 'DATA_ARCHIVE_BROKEN' })
  const cut = makeDocx(paragraph(run('text'))).slice(0, 200)
  await expect(parseAll('cut.docx', cut)).rejects.toMatchObject({ code: 'DATA_ARCHIVE_BROKEN' })
})

it('opens no entity of its own making', async () => {
  const part = new TextEncoder().encode(
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:p xmlns:w="w"><w:r><w:t>&a;</w:t></w:r></w:p>',
  )
  const file = new Uint8Array(zipSync({ 'word/document.xml': part }))
  await expect(parseAll('entity.docx', file)).rejects.toMatchObject({ code: 'DATA_ARCHIVE_BROKEN' })
})
