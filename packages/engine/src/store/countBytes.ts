import { Transform } from 'node:stream'

/**
 * A stream that passes `max` bytes on and then fails.
 * @param excess what it fails with
 */
export function countBytes(excess: () => Error, max: number) {
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > max) done(excess())
      else done(null, chunk)
    },
  })
  return { counter, count: () => bytes }
}
