import { deflateSync } from 'node:zlib'

/** What a PDF has beside its pages: a file in it, as it lies there or deflated; its XMP metadata. */
export type PdfExtras = { readonly file?: Uint8Array; readonly deflated?: boolean; readonly xmp?: string }

/** A PDF with a page for each text, in a standard font. */
export function makePdf(pages: readonly string[], extras: PdfExtras = {}): Uint8Array<ArrayBuffer> {
  const objects = ['', '']
  const kids: string[] = []
  const font = '<< /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>'
  for (const text of pages) {
    const stream = `BT /F1 12 Tf 72 720 Td (${text.replaceAll(/([()\\])/g, '\\$1')}) Tj ET`
    kids.push(`${objects.length + 1} 0 R`)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${objects.length + 2} 0 R /Resources << /Font ${font} >> >>`,
      `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    )
  }
  const catalog = ['/Type /Catalog', '/Pages 2 0 R']
  if (extras.file !== undefined) {
    const bytes = latin1(extras.deflated === true ? deflateSync(extras.file) : extras.file)
    const filter = extras.deflated === true ? '/Filter /FlateDecode ' : ''
    const spec = objects.length + 1
    objects.push(
      `<< /Type /Filespec /AFRelationship /C2PA_Manifest /F (manifest.c2pa) /UF (manifest.c2pa) /EF << /F ${spec + 1} 0 R >> >>`,
      `<< /Type /EmbeddedFile ${filter}/Length ${bytes.length} >>\nstream\n${bytes}\nendstream`,
    )
    catalog.push(`/AF [${spec} 0 R]`, `/Names << /EmbeddedFiles << /Names [(manifest.c2pa) ${spec} 0 R] >> >>`)
  }
  if (extras.xmp !== undefined) {
    catalog.push(`/Metadata ${objects.length + 1} 0 R`)
    objects.push(`<< /Type /Metadata /Subtype /XML /Length ${extras.xmp.length} >>\nstream\n${extras.xmp}\nendstream`)
  }
  objects[0] = `<< ${catalog.join(' ')} >>`
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const tail = `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer << /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  return Uint8Array.from(file + tail, (letter) => letter.charCodeAt(0))
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
