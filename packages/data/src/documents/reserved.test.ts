import { describe, expect, test } from 'vitest'
import { makeDocx, paragraph, run } from '../../test/makeDocx.ts'
import { makeManifest } from '../../test/makeManifest.ts'
import { makePdf } from '../../test/makePdf.ts'
import { parseAll } from '../../test/parseAll.ts'
import { findTrainingAssertion } from './trainingAssertion.ts'

const no = { entries: { 'cawg.ai_inference': { use: 'allowed' }, 'cawg.ai_training': { use: 'notAllowed' } } }
const yes = { entries: { 'cawg.ai_inference': { use: 'notAllowed' }, 'cawg.ai_training': { use: 'allowed' } } }
const pages = ['A page of a book that somebody has written down with care.']
const refused = (by: string) => ({ code: 'DATA_FILE_RESERVED', details: { by } })

describe('an author’s reservation', () => {
  test('in a C2PA manifest, by CAWG’s assertion and by the older one, in CBOR and JSON', () => {
    expect(findTrainingAssertion(makeManifest('cawg.training-mining', no))).toBe('cawg.ai_training')
    expect(findTrainingAssertion(makeManifest('cawg.training-mining__1', no))).toBe('cawg.ai_training')
    const older = { entries: { 'c2pa.data_mining': { use: 'constrained', constraint_info: 'ask' } } }
    expect(findTrainingAssertion(makeManifest('c2pa.training-mining', older))).toBe('c2pa.data_mining')
    expect(findTrainingAssertion(makeManifest('c2pa.training-mining', older, 'json'))).toBe('c2pa.data_mining')
    expect(findTrainingAssertion(makeManifest('cawg.training-mining', yes))).toBe(undefined)
    expect(findTrainingAssertion(makeManifest('c2pa.actions', no))).toBe(undefined)
    // Words that only look like one, and one that was cut, say nothing.
    expect(findTrainingAssertion(new TextEncoder().encode('cawg.training-mining cbor'))).toBe(undefined)
    expect(findTrainingAssertion(makeManifest('cawg.training-mining', no).slice(0, -40))).toBe(undefined)
  })

  test('in a PDF: a manifest as it lies there, a deflated one, metadata; one that allows it is read', async () => {
    const manifest = makeManifest('cawg.training-mining', no)
    for (const deflated of [false, true])
      await expect(parseAll('book.pdf', makePdf(pages, { file: manifest, deflated }))).rejects.toMatchObject(
        refused('cawg.ai_training'),
      )
    const xmp = (value: number) =>
      `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:tdm="http://www.w3.org/ns/tdmrep/"><tdm:reservation>${value}</tdm:reservation></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
    await expect(parseAll('book.pdf', makePdf(pages, { xmp: xmp(1) }))).rejects.toMatchObject(
      refused('tdm:reservation'),
    )
    const allowed = makeManifest('cawg.training-mining', yes)
    for (const extras of [{ file: allowed }, { file: allowed, deflated: true }, { xmp: xmp(0) }])
      expect((await parseAll('book.pdf', makePdf(pages, extras))).map(({ kind }) => kind)).toEqual(['record'])
  })

  test('in the front matter of Markdown', async () => {
    const file = (line: string) => new TextEncoder().encode(`---\ntitle: A text\n${line}\n---\n\n# A text\n\nWords.\n`)
    for (const [line, by] of [
      ['tdm-reservation: 1', 'tdm-reservation'],
      ['TDM-Reservation: "1"', 'TDM-Reservation'],
      ['robots: noindex, noai', 'noai'],
    ] as const)
      await expect(parseAll('text.md', file(line))).rejects.toMatchObject(refused(by))
    for (const line of ['tdm-reservation: 0', 'robots: index', 'about: what noai means'])
      expect((await parseAll('text.md', file(line))).filter(({ kind }) => kind === 'record').length).toBe(1)
  })

  test('in the properties of a Word document', async () => {
    const properties = (value: string) =>
      `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="tdm-reservation"><vt:i4>${value}</vt:i4></property></Properties>`
    const docx = (value: string) =>
      makeDocx(paragraph(run('Words.')), { 'docProps/custom.xml': new TextEncoder().encode(properties(value)) })
    await expect(parseAll('letter.docx', docx('1'))).rejects.toMatchObject(refused('tdm-reservation'))
    expect((await parseAll('letter.docx', docx('0'))).length).toBe(1)
  })
})
