/** Which of many things stay in a memory of some places. */
export type Policy = {
  readonly name: string
  /** Asks for one. @returns whether it was there */
  ask(id: number): boolean | Promise<boolean>
}
