/** Text that cannot end a table's cell or begin markup. */
export function markdownCell(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]<>|#]/g, (mark) => `\\${mark}`).replaceAll(/\s+/g, ' ')
}
