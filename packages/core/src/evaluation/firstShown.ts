import { seededRandom } from './seededRandom.ts'

/** Whose answer to a question is shown as A: drawn by the evaluation's seed, so that a judge cannot know it by habit. */
export function firstShown(seed: number, place: number): 'adapter' | 'base' {
  return seededRandom((seed ^ Math.imul(place + 1, 0x9e3779b1)) >>> 0)() < 0.5 ? 'adapter' : 'base'
}
