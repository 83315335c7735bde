/**
 * Reads things in order, a few of them ahead of the one that is being worked on, so that who reads from afar doesn't wait
 * for each by itself. What a read throws is thrown when its turn comes.
 *
 * @param window how many reads may be under way
 */
export async function* readAhead<T, R>(
  items: readonly T[],
  read: (item: T, index: number) => Promise<R>,
  window: number,
): AsyncGenerator<R> {
  const under: Promise<R>[] = []
  let next = 0
  const fill = () => {
    while (under.length < window && next < items.length) {
      const started = read(items[next] as T, next)
      // It is awaited in its turn, or never, when an earlier one failed.
      started.catch(() => undefined)
      under.push(started)
      next += 1
    }
  }
  fill()
  while (under.length > 0) {
    const result = await under.shift()
    fill()
    yield result as R
  }
}
