/** Numbers for strings, from 0 up: the same string always gets the same number. */
export type Interner = {
  readonly idOf: (text: string) => number
  readonly textOf: (id: number) => string
}

/** An empty interner. */
export function createInterner(): Interner {
  const ids = new Map<string, number>()
  const texts: string[] = []
  return {
    idOf: (text) => {
      const known = ids.get(text)
      if (known !== undefined) return known
      ids.set(text, texts.length)
      texts.push(text)
      return texts.length - 1
    },
    textOf: (id) => {
      const text = texts[id]
      if (text === undefined) throw new Error(`No text has the number ${id}.`)
      return text
    },
  }
}
