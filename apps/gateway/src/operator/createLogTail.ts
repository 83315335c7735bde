import { LOG_LEVELS, type LogLevel, type LogLine } from '@openledger/core/api/operator.ts'
import { z } from 'zod'

/** Which lines are asked for. */
export type LogQuery = {
  readonly after: number
  readonly limit: number
  readonly level: LogLevel
  readonly text: string
}

/** The newest lines of a log, in memory. */
export type LogTail = {
  /** Takes a line as pino writes it: JSON. Others become an event of level info. */
  readonly write: (line: string) => void
  /** The newest lines that the query lets through, oldest first, and the number to go on from. */
  readonly read: (query: LogQuery) => { readonly data: readonly LogLine[]; readonly next: number }
}

/** Lines that are kept, and characters that are kept of one. */
const LINES = 5_000
const LINE_MAX = 8_000

/** pino's numbers for levels. */
const lineSchema = z.looseObject({
  level: z.number(),
  time: z.union([z.number(), z.string()]).optional(),
  msg: z.string().optional(),
})

/** Keeps the last {@link LINES} lines of a process's log, so that its operator can read them from elsewhere. */
export function createLogTail(size = LINES): LogTail {
  const lines: LogLine[] = []
  let sequence = 0
  return {
    write: (line) => {
      sequence += 1
      lines.push({ sequence, ...parseLine(line) })
      if (lines.length > size) lines.shift()
    },
    read: ({ after, limit, level, text }) => {
      const from = LOG_LEVELS.indexOf(level)
      const sought = text.toLowerCase()
      const passes = (line: LogLine) =>
        line.sequence > after &&
        LOG_LEVELS.indexOf(line.level) >= from &&
        (sought === '' || `${line.event} ${JSON.stringify(line.facts)}`.toLowerCase().includes(sought))
      return { data: lines.filter(passes).slice(-limit), next: sequence }
    },
  }
}

function parseLine(text: string): Omit<LogLine, 'sequence'> {
  const line = text.trimEnd().slice(0, LINE_MAX)
  const parsed = lineSchema.safeParse(parseJson(line))
  if (!parsed.success) return { time: Date.now(), level: 'info', event: line, facts: {} }
  const { level, time, msg = '', ...facts } = parsed.data
  const at = typeof time === 'string' ? Date.parse(time) : (time ?? Number.NaN)
  return { time: Number.isNaN(at) ? Date.now() : at, level: levelOf(level), event: msg, facts }
}

/** pino: 20 debug, 30 info, 40 warn, 50 error, 60 fatal. */
function levelOf(number: number): LogLevel {
  return LOG_LEVELS[Math.min(LOG_LEVELS.length - 1, Math.max(0, Math.floor(number / 10) - 2))] ?? 'info'
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
