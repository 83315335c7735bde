import { zipSync } from 'fflate'

const open =
  '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>'
const styles =
  '<?xml version="1.0"?><w:styles xmlns:w="w"><w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="H2"><w:name w:val="Custom"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>'

/** A Word document of this body. */
export function makeDocx(body: string, parts: Readonly<Record<string, Uint8Array>> = {}): Uint8Array<ArrayBuffer> {
  const encode = (text: string) => new TextEncoder().encode(text)
  return new Uint8Array(
    zipSync({
      'word/document.xml': encode(`${open}${body}</w:body></w:document>`),
      'word/styles.xml': encode(styles),
      ...parts,
    }),
  )
}

/** A paragraph with runs of these texts. */
export const paragraph = (inner: string, properties = ''): string =>
  `<w:p>${properties === '' ? '' : `<w:pPr>${properties}</w:pPr>`}${inner}</w:p>`
export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`
