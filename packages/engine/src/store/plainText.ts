const LENGTH_MAX = 300

/**
 * A stranger's words as they may stand in a message: short, and without what a terminal would obey.
 * @param text of a file that somebody sent
 */
export function plainText(text: string): string {
  const plain = text.replace(/\p{C}/gu, '�')
  return plain.length <= LENGTH_MAX ? plain : `${plain.slice(0, LENGTH_MAX)}…`
}
