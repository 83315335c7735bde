/** Where a long text may be cut, the best first. */
const seams = [/\n/gu, /[.!?。！？…]["'”’)\]]*\s/gu, /\s/gu]

/**
 * Cuts a text into pieces of at most `max` code units: at a line, else after a sentence, else at a space, else between
 * characters. Nothing but white space at the cuts is lost.
 */
export function* cutText(text: string, max: number): Generator<string> {
  let rest = text
  while (rest.length > max) {
    const window = rest.slice(0, max)
    const at = seams.map((seam) => lastEnd(window, seam)).find((end) => end > max / 4) ?? wholeCharacters(window)
    const piece = rest.slice(0, at).trimEnd()
    if (piece !== '') yield piece
    rest = rest.slice(at).replace(/^[ \t]*\n/u, '')
  }
  if (rest.trim() !== '') yield rest
}

function lastEnd(window: string, seam: RegExp): number {
  let end = 0
  for (const match of window.matchAll(seam)) end = match.index + match[0].length
  return end
}

/** Length of the window without half a surrogate pair, or marks that belong to a character, at its end. */
function wholeCharacters(window: string): number {
  const match = /[^\p{M}](?<rest>\p{M}*)$/u.exec(window)
  const cut = match !== null && match.index > 0 && match.groups?.['rest'] !== '' ? match.index : window.length
  return /[\ud800-\udbff]/.test(window[cut - 1] ?? '') ? cut - 1 : cut
}
