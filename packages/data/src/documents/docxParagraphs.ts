import { SaxesParser } from 'saxes'

/** A paragraph, list item or table row; `heading` is its level. */
export type DocxParagraph = { readonly text: string; readonly heading?: number }

/** Elements whose text is not the document's: deleted, moved away, codes of fields, the copy for old programs. */
const hidden = new Set(['w:del', 'w:moveFrom', 'w:instrText', 'w:delText', 'mc:Fallback', 'w:pPrChange', 'w:rPrChange'])

/** Cells and paragraphs stand on a stack: a shape or a table may hold paragraphs of its own. */
type Open = { text: string; heading: number | undefined; isItem: boolean }

/**
 * Reads a part's paragraphs in their order. A row of a table is one, its cells parted by " | "; an item of a list begins
 * with "- ". The parser knows no entities but XML's own five and fetches nothing.
 */
export function docxParagraphs(xml: string, headingOf: (styleId: string) => number | undefined): DocxParagraph[] {
  const found: DocxParagraph[] = []
  const open: Open[] = []
  const rows: string[][] = []
  const cells: string[] = []
  let hiding = 0
  let inText = false
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  const put = (text: string) => {
    const paragraph = open.at(-1)
    if (paragraph !== undefined && hiding === 0) paragraph.text += text
  }
  parser.on('opentag', ({ name, attributes }) => {
    if (hidden.has(name)) hiding += 1
    if (name === 'w:p') open.push({ text: '', heading: undefined, isItem: false })
    else if (name === 'w:tr') rows.push([])
    else if (name === 'w:tc') cells.push('')
    else if (name === 'w:t') inText = true
    else if (name === 'w:tab') put('\t')
    else if (name === 'w:br' || name === 'w:cr') put('\n')
    else if (name === 'w:noBreakHyphen') put('-')
    const paragraph = open.at(-1)
    if (paragraph === undefined || hiding > 0) return
    if (name === 'w:pStyle') paragraph.heading = headingOf(attributes['w:val'] ?? '')
    if (name === 'w:numPr') paragraph.isItem = true
  })
  parser.on('text', (text) => {
    if (inText) put(text)
  })
  parser.on('closetag', ({ name }) => {
    if (hidden.has(name)) hiding -= 1
    if (name === 'w:t') inText = false
    if (name === 'w:p') {
      const paragraph = open.pop()
      if (paragraph === undefined || paragraph.text.trim() === '') return
      const text =
        paragraph.isItem && paragraph.heading === undefined ? `- ${paragraph.text.trim()}` : paragraph.text.trim()
      const cell = cells.length - 1
      if (cell >= 0) cells[cell] = cells[cell] === '' ? text : `${cells[cell]}\n${text}`
      else found.push({ text, ...(paragraph.heading === undefined ? {} : { heading: paragraph.heading }) })
    } else if (name === 'w:tc') rows.at(-1)?.push(cells.pop() ?? '')
    else if (name === 'w:tr') {
      const text = (rows.pop() ?? []).join(' | ')
      if (text.replaceAll(' | ', '').trim() === '') return
      const cell = cells.length - 1
      if (cell >= 0) cells[cell] = cells[cell] === '' ? text : `${cells[cell]}\n${text}`
      else found.push({ text })
    }
  })
  if (xml !== '') parser.write(xml).close()
  return found
}
