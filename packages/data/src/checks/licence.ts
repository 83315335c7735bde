import type { ContentCheck } from './check.ts'
import { licenceFits } from './licenceFits.ts'

/**
 * Holds the licence of a record's source against the Datanet's, where the contributor says one and the owner has named
 * one. Without a licence of the source nothing is found: the contributor's signature says that the content may be given.
 */
export const licence: ContentCheck = {
  name: 'licence',
  run: (_content, { licence: { datanet, source } }) => {
    if (datanet === '' || source === '') return []
    switch (licenceFits(source, datanet)) {
      case 'fits':
        return []
      case 'conflicts':
        return [
          {
            check: 'licence',
            verdict: 'refuse',
            code: 'DATA_LICENCE_CONFLICT',
            reason: `What is under ${source} must not be given under ${datanet}, the Datanet's licence.`,
          },
        ]
      case 'unknown':
        return [
          {
            check: 'licence',
            verdict: 'mark',
            code: 'DATA_LICENCE_UNKNOWN',
            reason: `Whether ${source} lets it be given under ${datanet}, the Datanet's licence, is for a reviewer to say.`,
          },
        ]
    }
  },
}
