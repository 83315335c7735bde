import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { trainingOptOut } from './trainingOptOut.ts'

const codes = (text: string) =>
  trainingOptOut
    .run({ kind: 'document', title: 'A page', text, url: 'https://example.org/' }, askedOfAll)
    .map(({ code, verdict }) => `${verdict} ${code}`)

it.each([
  'tdm-reservation: 1',
  '<meta name="tdm-reservation" content="1">',
  '<meta name="robots" content="noai, noimageai">',
  'X-Robots-Tag: noai',
  '{"cawg.ai_generative_training": {"use": "notAllowed"}}',
])('refuses: %s', (mark) => {
  expect(codes(`Some text.\n${mark}\nMore text.`)).toEqual(['refuse DATA_TRAINING_OPT_OUT'])
})

it.each(['tdm-reservation: 0', 'The word noai in a text about robots.', '{"cawg.data_mining": {"use": "allowed"}}'])(
  'takes: %s',
  (text) => {
    expect(codes(text)).toEqual([])
  },
)
