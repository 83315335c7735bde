import { zipSync } from 'fflate'
import { utf8 } from './utf8.ts'

/** Files that a contributor brings, by what they are: small, and each made here. */
export const guide = `# Pilot's guide

The harbour of Tarn lies behind a bar of sand that moves with every storm of the winter.

## Lights

The light on Skerry rock shows three white flashes every twenty seconds, and can be seen for eleven miles.

## Tides

High water comes fifty minutes later each day; with wind from the north the pilot adds ten minutes to the table.
`

export const questions = [
  'Frage;Antwort',
  'Wer hält das Feuer auf Skerry?;"Ada Moor, seit dem Winter; vor ihr war es ihr Vater."',
  'Wie oft läutet die Glocke von Tarn bei Nebel?;Zweimal, und noch einmal, wenn die Fähre angelegt hat.',
  'Eine Zeile;mit;zu vielen Feldern',
].join('\r\n')

const paragraph = (text: string, style?: string) =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`

/** A Word document of two paragraphs under a heading. */
export const letter = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync({
      'word/document.xml': utf8(
        `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraph('Letter to the pilots', 'Heading1')}${paragraph('The buoy off Marrow point has been moved two cables to the east since the spring gales.')}</w:body></w:document>`,
      ),
      'word/styles.xml': utf8(
        '<?xml version="1.0"?><w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
      ),
    }),
  )

/** A PDF of one page with one line of text. */
export function notice(): Uint8Array<ArrayBuffer> {
  const stream = 'BT /F1 12 Tf 72 720 Td (The ferry to Skerry leaves at seven, and at six when the tide is low.) Tj ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  return utf8(
    `${file}xref\n0 6\n0000000000 65535 f \n${table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`,
  )
}

/** What unpacks to a thousand times its size. */
export const bomb = (): Uint8Array<ArrayBuffer> =>
  new Uint8Array(zipSync({ 'word/document.xml': new Uint8Array(80 * 2 ** 20) }, { level: 9 }))
