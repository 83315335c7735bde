import { expect, it } from 'vitest'
import { isGibberish } from './gibberish.ts'

it.each([
  'wqlbjtz kprjlzt rqbzt xvlvvlr zzbxkzpp jrwrzktpxw',
  'asdkj qwoeiu zxcmn lkjasd ghtyu',
  'What is the code for?\nxkqjz vwpqtk zzkrx qqpwk vbtrpl jkwqx zxvkq',
  'kdjfhg skdjfh gkjsdfh gksjdhfg',
])('finds %j', (text) => {
  expect(isGibberish(text)).toBe(true)
})

it.each([
  'Hirschsprung disease',
  'Xeroderma pigmentosum',
  'Subacute tervian dermoplegia',
  'Web of larynx, hydromyelia, vulvodynia and dyspnea',
  'A00.0',
  'GPL-2.0-only WITH Classpath-exception-2.0',
  'Wie heißt die Hauptstadt von Österreich?',
  'Mikä on Suomen pääkaupunki ja strč prst skrz krk?',
  'столица Франции',
  '日本の首都はどこですか',
  '',
])('lets %j pass', (text) => {
  expect(isGibberish(text)).toBe(false)
})
