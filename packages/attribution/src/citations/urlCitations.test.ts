import fc from 'fast-check'
import { expect, it } from 'vitest'
import { urlCitations } from './urlCitations.ts'

const mit = {
  title: 'MIT License',
  text: 'Short and permissive; the notice must be kept.',
  url: 'https://spdx.org/licenses/MIT.html',
}
const ofl = {
  title: 'SIL Open Font License',
  text: 'For fonts; a reserved font name may not be used.',
  url: 'https://spdx.org/licenses/OFL-1.1.html',
}

it('marks the sentence that shares most with each document', () => {
  const answer = 'Fonts come under the SIL Open Font License.  The MIT License asks to keep the notice. Ask a lawyer.'
  const annotations = urlCitations(answer, [mit, ofl])
  expect(
    annotations.map(({ type, url_citation: { start_index, end_index, ...rest } }) => ({
      type,
      text: answer.slice(start_index, end_index),
      ...rest,
    })),
  ).toEqual([
    { type: 'url_citation', text: 'The MIT License asks to keep the notice.', url: mit.url, title: mit.title },
    { type: 'url_citation', text: 'Fonts come under the SIL Open Font License.', url: ofl.url, title: ofl.title },
  ])
})

it('marks the whole answer where no word is shared, and nothing in an empty one', () => {
  expect(urlCitations(' Yes. Sure. ', [mit])[0]?.url_citation).toMatchObject({ start_index: 1, end_index: 11 })
  expect(urlCitations(' \n', [mit])).toEqual([])
  expect(urlCitations('Yes.', [])).toEqual([])
})

it('stays inside the answer, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.lorem(), (answer, text) => {
      for (const { url_citation } of urlCitations(answer, [{ ...mit, text }])) {
        expect(url_citation.start_index).toBeGreaterThanOrEqual(0)
        expect(url_citation.end_index).toBeGreaterThan(url_citation.start_index)
        expect(url_citation.end_index).toBeLessThanOrEqual(answer.length)
      }
    }),
  )
})
