/** What to know about one licence, written for this example, and two questions that its document answers. */
export type LicenceFacts = {
  readonly id: string
  /** What sets the licence apart. */
  readonly facts: string
  /** A question that names the licence. */
  readonly named: string
  /** A question that does not name it. */
  readonly described: string
}
