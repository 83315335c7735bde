import type { TokenEvent } from '../engine.ts'

type TokenOutput = Extract<TokenEvent, { type: 'token' }>

/** Text of `tokens`, given the few tokens before them; an incomplete character at the end reads as U+FFFD. */
export type DecodeTokens = (tokens: readonly number[], before: readonly number[]) => string

const INCOMPLETE = '\uFFFD'
const BEFORE_LENGTH = 3

/**
 * Turns produced tokens into token events: one event per token, in order, each with its final text.
 * An event is held back while its text may still change: as long as a character is incomplete, or the
 * text so far could be the beginning of a stop text.
 */
export class TokenTextStream {
  readonly #decode: DecodeTokens
  readonly #stop: readonly string[]
  /** Tokens since the last character boundary, and how much of their text is in events already. */
  #open: number[] = []
  #openSent = 0
  #before: number[] = []
  #held: TokenOutput[] = []

  constructor(options: { readonly decode: DecodeTokens; readonly stop: readonly string[] }) {
    this.#decode = options.decode
    this.#stop = options.stop
  }

  /**
   * Takes the next produced token.
   * @returns the events that are final now, and whether a stop text is complete (its text is cut off)
   */
  push(token: Omit<TokenOutput, 'type' | 'text'>): { events: TokenOutput[]; stopped: boolean } {
    this.#held.push({ type: 'token', text: this.#textOf(token.tokenId), ...token })
    const text = this.#held.map((event) => event.text).join('')

    const cut = firstStop(text, this.#stop)
    if (cut !== undefined) {
      this.#cutAt(cut)
      return { events: this.#release(this.#held.length), stopped: true }
    }
    const safeLength = text.length - openStopLength(text, this.#stop)
    let end = 0
    let count = 0
    for (const event of this.#held) {
      end += event.text.length
      if (end > safeLength) break
      count++
    }
    if (this.#open.length > 0) count = Math.min(count, this.#held.length - 1)
    return { events: this.#release(count), stopped: false }
  }

  /** Ends the text: all events still held, the last with what is left of an incomplete character. */
  flush(): TokenOutput[] {
    const last = this.#held.at(-1)
    if (last && this.#open.length > 0) last.text += this.#decode(this.#open, this.#before).slice(this.#openSent)
    this.#open = []
    return this.#release(this.#held.length)
  }

  #textOf(token: number): string {
    this.#open.push(token)
    const text = this.#decode(this.#open, this.#before)
    const complete = text.endsWith(INCOMPLETE) ? text.slice(0, -INCOMPLETE.length) : text
    const added = complete.slice(this.#openSent)
    this.#openSent = complete.length
    if (complete === text) {
      this.#before = [...this.#before, ...this.#open].slice(-BEFORE_LENGTH)
      this.#open = []
      this.#openSent = 0
    }
    return added
  }

  #cutAt(length: number): void {
    let left = length
    for (const event of this.#held) {
      event.text = event.text.slice(0, left)
      left -= event.text.length
    }
    this.#open = []
  }

  #release(count: number): TokenOutput[] {
    return this.#held.splice(0, count)
  }
}

/** Where the earliest complete stop text begins. */
function firstStop(text: string, stop: readonly string[]): number | undefined {
  const found = stop.map((s) => text.indexOf(s)).filter((index) => index >= 0)
  return found.length === 0 ? undefined : Math.min(...found)
}

/** Length of the longest end of `text` with which a stop text begins. */
function openStopLength(text: string, stop: readonly string[]): number {
  let longest = 0
  for (const s of stop) {
    for (let length = Math.min(s.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(s.slice(0, length))) longest = length
    }
  }
  return longest
}
