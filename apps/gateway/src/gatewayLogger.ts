/** A structured logger: facts first, then the event's name. pino's loggers fit. No secrets, no content. */
export type GatewayLogger = {
  debug(facts: object, event: string): void
  info(facts: object, event: string): void
  warn(facts: object, event: string): void
  error(facts: object, event: string): void
}
