import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan'

/** Where a command writes: results on `out`, progress on `progress`. */
export type Terminal = {
  /** A line of result on stdout. */
  readonly out: (line?: string) => void
  /** A piece of result on stdout, without a line's end. */
  readonly write: (text: string) => void
  /** A line of progress on stderr. */
  readonly progress: (line: string) => void
  /** Rewrites the current progress line (a terminal), or stays silent (a file). */
  readonly tick: (line: string) => void
  /** Colours text unless NO_COLOR is set or stdout is no terminal. */
  readonly style: (style: Style, text: string) => string
  /** Columns of the terminal. */
  readonly width: number
}

/**
 * @param options.color whether escape sequences may be written
 * @param options.interactive whether stderr is a terminal whose line can be rewritten
 */
export function createTerminal(options: {
  readonly stdout: Writable
  readonly stderr: Writable
  readonly color: boolean
  readonly interactive: boolean
  readonly width: number
}): Terminal {
  const { stdout, stderr, color, interactive, width } = options
  let ticking = false
  const endTick = () => {
    if (ticking) stderr.write('\r\x1b[2K')
    ticking = false
  }
  return {
    out: (line = '') => {
      endTick()
      stdout.write(`${line}\n`)
    },
    write: (text) => {
      endTick()
      stdout.write(text)
    },
    progress: (line) => {
      endTick()
      stderr.write(`${line}\n`)
    },
    tick: (line) => {
      if (!interactive) return
      stderr.write(`\r\x1b[2K${line.slice(0, width - 1)}`)
      ticking = true
    },
    style: (style, text) => (color ? styleText(style, text, { validateStream: false }) : text),
    width,
  }
}
