/** What a line of Markdown begins or ends, looked at alone (CommonMark §4.2, §4.5). */
export type MarkdownKind =
  | { readonly name: 'heading'; readonly level: number; readonly text: string }
  | { readonly name: 'fence'; readonly fence: string }
  | { readonly name: 'other' }

/**
 * @param fence the fence of the code that the line stands in: then only its end counts
 */
export function markdownKind(line: string, fence: string | undefined): MarkdownKind {
  const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
  if (fence !== undefined) {
    const ends = mark?.startsWith(fence) === true && line.trim() === mark
    return ends ? { name: 'fence', fence } : { name: 'other' }
  }
  if (mark !== undefined && !(mark.startsWith('`') && line.trim().slice(mark.length).includes('`'))) {
    return { name: 'fence', fence: mark }
  }
  const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line)
  if (heading === null) return { name: 'other' }
  const text = (heading[2] ?? '')
    .trim()
    .replace(/(^|[ \t])#+$/, '')
    .trim()
  return { name: 'heading', level: heading[1]?.length ?? 1, text }
}

/** The level of the heading that this line makes of the paragraph above it; undefined for any other line. */
export function setextLevel(line: string): 1 | 2 | undefined {
  if (/^ {0,3}=+[ \t]*$/.test(line)) return 1
  return /^ {0,3}-{2,}[ \t]*$/.test(line) ? 2 : undefined
}
