import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ComparedContent } from './content.ts'
import { createNearDuplicateIndex } from './nearDuplicateIndex.ts'

const qa = (answer: string, ...prompts: string[]): ComparedContent => ({ kind: 'qa', prompts, answer })
const document = (title: string, text: string): ComparedContent => ({ kind: 'document', title, text })

function similar(earlier: ComparedContent, later: ComparedContent): boolean {
  const index = createNearDuplicateIndex()
  index.add('earlier', earlier)
  return index.find(later)?.id === 'earlier'
}

const cholera = qa(
  'A00.0',
  'What is the ICD-10-CM code for cholera due to Vibrio cholerae 01, biovar cholerae?',
  'Code this diagnosis: classical cholera',
)
const meaning = qa('Age-related nuclear cataract, right eye', 'What does ICD-10-CM code H25.11 mean?')
const capital = qa('Paris', 'What is the capital of France?')
const lines = [
  'Everyone may copy the work and pass it on, for money or for nothing, if the notice of the author goes along.',
  'Whoever changes the work says so in the changed files, with the date and the kind of the change.',
  'The author promises nothing about the work, and nobody can claim damages from its use.',
]
const licence = document('A made-up licence', lines.join('\n'))
const padding = Array.from(
  { length: 60 },
  (_, n) =>
    `Harbour ${n} of the ${['northern', 'western', 'coral', 'amber'][n % 4]} coast ships grain in week ${n * 7}.`,
).join(' ')

describe('createNearDuplicateIndex', () => {
  it.each([
    [
      'letter case',
      cholera,
      qa('a00.0', 'what is the icd-10-cm code for CHOLERA due to vibrio cholerae 01, biovar cholerae?'),
    ],
    [
      'punctuation, a code without its dot',
      cholera,
      qa('A000', 'What is the ICD 10 CM code for: cholera due to Vibrio cholerae 01 / biovar cholerae'),
    ],
    [
      'a swapped word',
      cholera,
      qa('A00.0', 'What is the ICD-10-CM code for illness due to Vibrio cholerae 01, biovar cholerae?'),
    ],
    ['a slip in typing', cholera, qa('A00.0', 'Code this diagnosis: clasical chloera')],
    [
      'only one of the wordings, and new ones',
      cholera,
      qa('A00.0', 'Say anything.', 'Diagnosis to code: classical cholera'),
    ],
    ['letters of another alphabet', cholera, qa('A00.0', 'Code this diagnosis: сlassical сholera')],
    ['invisible characters', cholera, qa('A00.0', 'Code this diag\u200bnosis: classi\u00adcal cholera')],
    [
      'a changed answer in words',
      meaning,
      qa('nuclear cataract (age related) of the right eye', 'What is meant by ICD-10-CM code H25.11?'),
    ],
    ['another request for the same', capital, qa('paris.', 'Tell me the capital of France')],
    [
      'a document with changed words',
      licence,
      document('Another name', lines.join(' ').replace('promises', 'warrants').toUpperCase()),
    ],
    [
      'every sixth word of a document replaced',
      licence,
      document(
        'Another name',
        lines
          .join(' ')
          .split(' ')
          .map((word, place) => (place % 6 === 3 ? 'harbour' : word))
          .join(' '),
      ),
    ],
    [
      'points and commas of a document moved',
      document('Versions', `${lines.join(' ')} Version 2.0 and 3.1 follow 1.4, e.g. where 1.0 is named.`),
      document('Versions', `${lines.join(' -')} Version 2 -0 and 3 -1 follow 1 -4, e -g - where 1 -0 is named.`),
    ],
    ['an excerpt of a document', licence, document('Excerpt', lines.slice(1).join(' '))],
    [
      'a document with a little added',
      licence,
      document('Longer', `${lines.join(' ')} This text is offered by a friend of all makers.`),
    ],
    ['a document padded to many times its length', licence, document('Padded', `${lines.join(' ')} ${padding}`)],
    ['padding all around', licence, document('Padded', `${padding} ${lines.join(' ')} ${padding}`)],
    [
      'padding that brings other numbers and contrasts',
      licence,
      document('Padded', `${lines.join(' ')} 17 of 40, first and last, left not right. ${padding}`),
    ],
    ['a short text inside a long one', document('Short', lines[0] ?? ''), document('Padded', `${lines[0]} ${padding}`)],
    ['a sentence out of a long document', licence, document('Excerpt', lines[1] ?? '')],
  ])('finds a copy with %s', (_, earlier, later) => {
    expect(similar(earlier, later)).toBe(true)
  })

  it.each([
    [
      'sibling codes',
      cholera,
      qa('A00.1', 'What is the ICD-10-CM code for cholera due to Vibrio cholerae 01, biovar cholerae?'),
    ],
    ['another side', meaning, qa('Age-related nuclear cataract, left eye', 'What does ICD-10-CM code H25.12 mean?')],
    [
      'another side of the same code',
      meaning,
      qa('Age-related nuclear cataract, left eye', 'What does ICD-10-CM code H25.11 mean?'),
    ],
    [
      'unspecified and other',
      qa('A03.9', 'Code for shigellosis, unspecified'),
      qa('A03.8', 'Code for other shigellosis'),
    ],
    [
      'another way of saying the same',
      cholera,
      qa('A00.0', 'What is the ICD-10-CM code of the disease that Koch studied in Calcutta?'),
    ],
    ['yes to another question', qa('yes', 'Did Napoleon invade Russia?'), qa('yes', 'Did Napoleon invade Prussia?')],
    [
      'yes about the same code',
      qa('yes', 'Does H1N1 cause fever in adults?'),
      qa('yes', 'Does H1N1 cause cough in adults?'),
    ],
    ['small words only', qa('Fine', 'How do you do?'), qa('Fine', 'What should I say?')],
    ['signs as answers', qa('+', 'Which sign is meant here?'), qa('-', 'Which sign is meant here?')],
    ['digits with a space', qa('3 5', 'Which numbers win?'), qa('35', 'Which numbers win?')],
    ['signs only', qa('!', '?'), qa('!', '+')],
    ['another answer', capital, qa('Lyon', 'What is the capital of France?')],
    [
      'a number with another point',
      qa('3.5', 'How many grams are in the tablet?'),
      qa('35', 'How many grams are in the tablet?'),
    ],
    [
      'a short fact and the same with a qualification',
      document(
        'Fracture',
        'Unspecified fracture of the lower end of the right radius of a person who fell from a ladder',
      ),
      document(
        'Fracture',
        'Unspecified fracture of the lower end of the right radius of a person who fell from a ladder, initial encounter',
      ),
    ],
    ['another dose', document('Drug', 'Take 50 mg of it each day.'), document('Drug', 'Take 500 mg of it each day.')],
    [
      'another document',
      licence,
      document(
        'A made-up licence',
        'Nobody may copy the work. Whoever wants to use it asks the author first and pays what the author then asks, each year again, for as long as it is used.',
      ),
    ],
    [
      'a document of the same form about other things',
      licence,
      document(
        'Another made-up licence',
        'Everyone may read the manual and print it out, for themselves or for friends, if the name of the printer goes along. Whoever translates the manual says so on the first pages, with the place and the name of the house. The publisher promises much about the manual, and somebody can claim corrections from its makers.',
      ),
    ],
    ['another kind', document('Paris', 'What is the capital of France?'), capital],
  ])('keeps %s apart', (_, earlier, later) => {
    expect(similar(earlier, later)).toBe(false)
  })

  it('names the first registered of several', () => {
    const index = createNearDuplicateIndex()
    index.add('first', capital)
    index.add('second', capital)
    expect(index.find(capital)).toEqual({ id: 'first', similarity: 1, inOtherWords: false })
    expect(index.size()).toBe(2)
  })

  it('does not count words that every record has', () => {
    const index = createNearDuplicateIndex()
    for (let n = 0; n < 200; n += 1)
      index.add(
        `${n}`,
        qa(`code${n}`, `Which billing entry do hospitals file under illness ${'x'.repeat(3 + (n % 20))}${n}?`),
      )
    expect(index.find(qa('code7', 'Which billing entry do hospitals file under another malady?'))).toBeUndefined()
  })

  it('refuses an id twice', () => {
    const index = createNearDuplicateIndex()
    index.add('a', capital)
    expect(() => index.add('a', cholera)).toThrow(expect.objectContaining({ code: 'ATTRIBUTION_REPEATED_ITEM' }))
  })

  it('finds every record itself, whatever its text', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 })
    const content = fc.oneof(
      fc.record({
        kind: fc.constant('qa' as const),
        prompts: fc.array(text, { minLength: 1, maxLength: 4 }),
        answer: text,
      }),
      fc.record({
        kind: fc.constant('document' as const),
        title: text,
        text: fc.oneof(text, fc.lorem({ maxCount: 40 })),
      }),
    )
    fc.assert(
      fc.property(content, (record) => similar(record, record)),
      { numRuns: 500 },
    )
  })
})
