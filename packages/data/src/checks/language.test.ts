import { checkSettingsSchema } from '@openledger/core/api/checks.ts'
import { expect, it } from 'vitest'
import { askedOfAll } from './asked.ts'
import { language, languageOf } from './language.ts'

const codes = (prompt: string, answer: string, ...languages: string[]) =>
  language
    .run(
      { kind: 'qa', prompts: [prompt], answer },
      { ...askedOfAll, settings: checkSettingsSchema.parse({ languages }) },
    )
    .map(({ code }) => code)

it.each([
  ['en', 'How long is the warranty of a dishwasher?'],
  ['en', 'Displaced fracture of base of neck of right femur, initial encounter for closed fracture'],
  ['de', 'Zum Zurücksetzen die Taste zehn Sekunden gedrückt halten.'],
  ['fr', 'Quel est le code de la peste bubonique ?'],
  ['es', '¿Cuál es el código de la peste?'],
  ['it', 'Qual è il codice della peste bubbonica?'],
  ['pt', 'O paciente não apresenta complicações'],
  ['nl', 'Hoe lang geldt de garantie van een vaatwasser?'],
  ['pl', 'Jak długo obowiązuje gwarancja na zmywarkę?'],
  ['ru', 'Какой код у чумы и как её лечат?'],
  ['tr', 'Vebanın kodu nedir ve nasıl tedavi edilir?'],
  ['ja', 'ペストのコードは何ですか？'],
  ['zh', '鼠疫的代码是什么？'],
  ['ko', '흑사병의 코드는 무엇입니까?'],
  ['ar', 'ما هو رمز الطاعون وكيف يعالج؟'],
])('%s: %s', (expected, text) => {
  expect(languageOf(text)?.language).toBe(expected)
})

it('refuses another language, and nothing where none is asked for', () => {
  expect(codes('Welche Krankheit hat den Schlüssel A00.0?', 'Die Cholera', 'en')).toEqual(['DATA_LANGUAGE'])
  expect(codes('Welche Krankheit hat den Schlüssel A00.0?', 'Die Cholera', 'en', 'de')).toEqual([])
  expect(codes('Welche Krankheit hat den Schlüssel A00.0?', 'Die Cholera')).toEqual([])
})

it('lets pass what can’t be told: codes, names, a few letters', () => {
  expect(codes('A20.9?', 'S72.001A', 'en')).toEqual([])
  expect(codes('H2O', 'NaCl', 'en')).toEqual([])
})
