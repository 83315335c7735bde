import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createAdmission } from './createAdmission.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal
const CALL_MS = 400

/** Callers of an admission whose calls take {@link CALL_MS}; what became of each, in order of their ends. */
function office(options: { readonly concurrent: number; readonly waiting: number }) {
  const admission = createAdmission(options)
  const ends: string[] = []
  const ask = async (name: string, payer = 'p', signal = never): Promise<void> => {
    try {
      const exit = await admission.enter(payer, 1, signal)
      await new Promise<void>((resolve) => setTimeout(resolve, CALL_MS))
      exit()
      ends.push(name)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : error
      ends.push(`${name}: ${String(code)}`)
    }
  }
  return { admission, ends, ask }
}

test('as many as fit at once; the others in turn', async () => {
  const { admission, ends, ask } = office({ concurrent: 2, waiting: 10 })
  const all = Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => ask(name)))
  await vi.advanceTimersByTimeAsync(1)
  expect(admission.waiting()).toBe(3)
  await vi.advanceTimersByTimeAsync(CALL_MS)
  expect([ends, admission.waiting()]).toEqual([['a', 'b'], 1])
  await vi.advanceTimersByTimeAsync(2 * CALL_MS)
  await all
  expect(ends).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a burst is worked off, however long that takes; a full queue refuses at once and says when to come again', async () => {
  const { ends, ask } = office({ concurrent: 1, waiting: 20 })
  const burst = Promise.all(Array.from({ length: 22 }, (_, i) => ask(`${i}`)))
  await vi.advanceTimersByTimeAsync(0)
  expect(ends).toEqual(['21: GATEWAY_OVERLOADED'])
  await vi.advanceTimersByTimeAsync(21 * CALL_MS)
  await burst
  expect(ends.filter((end) => end.includes('OVERLOADED'))).toHaveLength(1)
})

test('under a lasting surplus whoever is let in waits little, and the work goes on without a pause', async () => {
  const { ends, ask } = office({ concurrent: 1, waiting: 256 })
  const waits: number[] = []
  for (let i = 0; i < 300; i++) {
    const asked = performance.now()
    void ask(`${i}`).then(() => {
      if (!ends.at(-1)?.includes(':')) waits.push(performance.now() - asked - CALL_MS)
    })
    // Twice as many as can be done.
    await vi.advanceTimersByTimeAsync(CALL_MS / 2)
  }
  const served = ends.filter((end) => !end.includes(':'))
  expect(served.length).toBeGreaterThanOrEqual(149)
  expect(Math.max(...waits.slice(20))).toBeLessThanOrEqual(1.5 * CALL_MS)
})

test('one payer’s flood does not keep another out, neither of a turn nor of the queue', async () => {
  const { ends, ask } = office({ concurrent: 1, waiting: 5 })
  for (let i = 0; i < 6; i++) void ask(`flood ${i}`, 'flood')
  await vi.advanceTimersByTimeAsync(1)
  void ask('other', 'other')
  await vi.advanceTimersByTimeAsync(1)
  expect(ends).toEqual(['flood 5: GATEWAY_OVERLOADED'])
  await vi.advanceTimersByTimeAsync(2 * CALL_MS)
  expect(ends.slice(1)).toEqual(['flood 0', 'other'])
})

test('who hangs up while waiting makes room, and takes no turn', async () => {
  const { admission, ends, ask } = office({ concurrent: 1, waiting: 5 })
  const gone = new AbortController()
  void ask('a')
  void ask('b', 'p', gone.signal)
  void ask('c')
  await vi.advanceTimersByTimeAsync(1)
  gone.abort('gone')
  await vi.advanceTimersByTimeAsync(1)
  expect([ends, admission.waiting()]).toEqual([['b: gone'], 1])
  await ask('d', 'p', gone.signal)
  await vi.advanceTimersByTimeAsync(2 * CALL_MS)
  expect(ends).toEqual(['b: gone', 'd: gone', 'a', 'c'])
})

test('what was let in goes on: it is never refused, takes turns with other payers, and takes no room in the queue', async () => {
  const { admission, ends, ask } = office({ concurrent: 1, waiting: 2 })
  void ask('first', 'many')
  const goOn = async (name: string, signal = never) => {
    const exit = await admission.goOn('many', 1, signal)
    await new Promise<void>((resolve) => setTimeout(resolve, CALL_MS))
    exit()
    ends.push(name)
  }
  const gone = new AbortController()
  for (let i = 0; i < 8; i++) void goOn(`choice ${i}`)
  const cut = expect(goOn('cut', gone.signal)).rejects.toBe('gone')
  await vi.advanceTimersByTimeAsync(1)
  gone.abort('gone')
  await cut
  void ask('other', 'other')
  void ask('later', 'many')
  void ask('full', 'full')
  await vi.advanceTimersByTimeAsync(1)
  // Of the payer who has most waiting the call makes room that is yet to be let in.
  expect(ends).toEqual(['later: GATEWAY_OVERLOADED'])
  expect(admission.waiting()).toBe(10)
  await vi.advanceTimersByTimeAsync(60 * CALL_MS)
  expect(ends.slice(1)).toEqual(['first', 'other', 'full', ...Array.from({ length: 8 }, (_, i) => `choice ${i}`)])
  expect(admission.waiting()).toBe(0)
})
