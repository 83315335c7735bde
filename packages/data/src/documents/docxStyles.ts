import { SaxesParser } from 'saxes'

/**
 * Which paragraph styles are headings, by a document's styles part: their names or their outline level say it.
 *
 * @returns level 1 to 6 of a style id; undefined for all others
 */
export function docxStyles(xml: string): (styleId: string) => number | undefined {
  const levels = new Map<string, number>()
  let style: string | undefined
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const value = attributes['w:val'] ?? ''
    if (name === 'w:style') style = attributes['w:styleId']
    if (style === undefined) return
    if (name === 'w:name' && value.toLowerCase() === 'title') levels.set(style, 1)
    const named = name === 'w:name' ? /^heading ([1-9])$/i.exec(value)?.[1] : undefined
    const outlined = name === 'w:outlineLvl' && /^[0-8]$/.test(value) ? Number(value) + 1 : undefined
    const level = named === undefined ? outlined : Number(named)
    if (level !== undefined) levels.set(style, Math.min(6, level))
  })
  if (xml !== '') parser.write(xml).close()
  return (styleId) => levels.get(styleId)
}
