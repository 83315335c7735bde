import { seededRandom } from './seededRandom.ts'

/**
 * So many of `count` places as `limit` allows, drawn by the seed (Fisher and Yates), ascending; all where they are few.
 */
export function drawPlaces(count: number, limit: number, seed: number): number[] {
  const places = Array.from({ length: count }, (_, place) => place)
  if (count <= limit) return places
  const random = seededRandom(seed)
  for (let place = 0; place < limit; place++) {
    const other = place + Math.floor(random() * (count - place))
    const [here = 0, there = 0] = [places[place], places[other]]
    places[place] = there
    places[other] = here
  }
  return places.slice(0, limit).sort((a, b) => a - b)
}
