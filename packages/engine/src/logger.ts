/** Facts of a log line: no secrets, no content of calls. */
export type LogFields = Readonly<Record<string, string | number | boolean>>

/** Where the engine's log lines go; the caller's structured logger fits behind it. */
export type EngineLogger = {
  readonly [Level in LogLevel]: (message: string, fields?: LogFields) => void
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Drops every line: for callers that want no log. */
export const silentLogger: EngineLogger = { debug() {}, info() {}, warn() {}, error() {} }
