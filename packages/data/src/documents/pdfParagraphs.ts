/** A run of text as it stands on a page: whether a line ends after it, and where it stands, in points from below. */
export type PdfRun = { readonly text: string; readonly ends: boolean; readonly y: number; readonly height: number }

type Line = { readonly text: string; readonly y: number; readonly height: number }

/** A gap between lines that is this many times the letters' height parts paragraphs. */
const GAP = 1.9

/**
 * Puts a page's runs together to lines, and lines to paragraphs: a new one begins after an empty line, a gap, or a jump
 * up the page. A word that is hyphenated at a line's end is made whole.
 */
export function pdfParagraphs(runs: readonly PdfRun[]): string[] {
  const paragraphs: string[] = []
  let text = ''
  let before: Line | undefined
  for (const line of linesOf(runs)) {
    if (line.text.trim() === '') {
      before = undefined
      continue
    }
    const parts =
      before === undefined ||
      before.y - line.y > GAP * Math.max(before.height, line.height) ||
      line.y - before.y > 0.5 * Math.max(before.height, line.height)
    if (parts && text !== '') {
      paragraphs.push(text)
      text = ''
    }
    text = text === '' ? line.text.trim() : joined(text, line.text.trim())
    before = line
  }
  if (text !== '') paragraphs.push(text)
  return paragraphs
}

function joined(above: string, below: string): string {
  return /\p{L}[-\u00ad]$/u.test(above) && /^\p{Ll}/u.test(below) ? above.slice(0, -1) + below : `${above} ${below}`
}

function* linesOf(runs: readonly PdfRun[]): Generator<Line> {
  let text = ''
  let y = 0
  let height = 0
  for (const run of runs) {
    if (run.text.trim() !== '') {
      if (height === 0) y = run.y
      height = Math.max(height, run.height)
    }
    text += run.text
    if (!run.ends) continue
    yield { text, y, height }
    text = ''
    height = 0
  }
  if (text !== '') yield { text, y, height }
}
