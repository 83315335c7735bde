import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until there is an answer. @throws Error naming what did not come within a minute and a half */
export async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 90_000
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`)
    await sleep(200)
  }
}
