import { expect, it } from 'vitest'
import { keyOfWord, saidWords } from './saidWords.ts'

const namesOf = (title: string, text: string) =>
  saidWords(title, text).flatMap(({ word, isName }) => (isName ? [word] : []))

it('takes for names what is written as one, numbers and codes', () => {
  expect(namesOf('Old terms', 'It was made by Lawrence Rosen in 2005, under ten rules of the OSI.')).toEqual([
    'lawrence',
    'rosen',
    '2005',
    'ten',
    'osi',
  ])
})

it('keeps an identifier as a word of its own beside its parts, and not a name with a plain word', () => {
  expect(saidWords('', 'see CC-BY-4.0, OSI-approved').map(({ word }) => word)).toEqual([
    'see',
    'cc',
    'by',
    '4.0',
    'cc-by-4.0',
    'osi',
    'approved',
  ])
})

it('believes no letters where a whole text is in capitals: nobody hides behind names that are none', () => {
  expect(namesOf('OLD TERMS', 'EVERYBODY MAY COPY THE WORK IN 12 PARTS')).toEqual(['12'])
})

it('knows a title and the sentences of a text', () => {
  expect(
    saidWords('A title', 'One thing. Another: this').flatMap(({ word, startsSentence }) =>
      startsSentence ? [word] : [],
    ),
  ).toEqual(['a', 'one', 'another', 'this'])
})

it.each([
  ['copies', 'copie'],
  ['twelve', '12'],
  ['rivest’s', 'rives'],
  ['the', undefined],
  ['utf-16', 'utf-16'],
])('%s stands for %s', (word, key) => {
  expect(keyOfWord(word.replace('’', "'"))).toBe(key)
})
