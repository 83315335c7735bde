import type { ContentCheck } from './check.ts'
import { recordTexts } from './recordTexts.ts'

/** Words by which publishers reserve their texts from training, as they stand in pages and their headers. */
const markers: readonly RegExp[] = [
  // W3C TDM Reservation Protocol: https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/
  /\btdm-reservation["']?\s*[:=]?\s*(?:content\s*=\s*)?["']?1\b/gi,
  /<meta[^>]{0,200}\bcontent\s*=\s*["'][^"']{0,100}\bno(?:image)?ai\b/gi,
  /\bx-robots-tag\s*:\s*[^\n]{0,100}\bno(?:image)?ai\b/gi,
  // C2PA / CAWG training and data mining assertion, written out as JSON.
  /["']c(?:2pa|awg)\.(?:ai_training|ai_generative_training|ai_inference|data_mining)["']\s*:\s*\{\s*["']use["']\s*:\s*["']notAllowed["']/g,
]

/**
 * Refuses texts that carry a reservation against training with them: the marks of the TDM Reservation Protocol, `noai`
 * in robots tags, a C2PA or CAWG assertion written out. Only what stands in the record's text is seen; a reservation that
 * its source declares elsewhere (robots.txt, a header) is not.
 */
export const trainingOptOut: ContentCheck = {
  name: 'trainingOptOut',
  run: (content) => {
    const places = recordTexts(content).flatMap(({ field, text }) =>
      /tdm-|noai|noimageai|c2pa|cawg/i.test(text)
        ? markers.flatMap((marker) =>
            [...text.matchAll(marker)].map(({ 0: mark, index }) => ({
              field,
              start: index,
              end: index + mark.length,
              kind: 'opt-out',
            })),
          )
        : [],
    )
    if (places.length === 0) return []
    return [
      {
        check: 'trainingOptOut',
        verdict: 'refuse',
        code: 'DATA_TRAINING_OPT_OUT',
        reason: 'Its source says that it must not be used for training.',
        places,
      },
    ]
  },
}
