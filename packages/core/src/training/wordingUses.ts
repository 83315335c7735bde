/**
 * How often a training reads one wording of a record: each epoch reads a record once, in one wording after the other.
 *
 * @param place of the wording, from 0
 * @param wordings of the record
 */
export function wordingUses(epochs: number, place: number, wordings: number): number {
  return Math.max(0, Math.ceil((epochs - place) / wordings))
}
