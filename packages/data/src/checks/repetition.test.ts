import { expect, it } from 'vitest'
import { repeatsItself } from './repetition.ts'

it.each([
  'code code code code code code code code code code',
  'best best best best price price price price',
  'aaaaaaaaaaaaaaaaaaaaaa',
  `A sentence that begins as any other does. ${'buy now '.repeat(60)}`,
])('finds %j', (text) => {
  expect(repeatsItself(text)).toBe(true)
})

it.each([
  'No, no, no.',
  'A00.0',
  'What is the right code for the left eye, and what is the right code for the right eye?',
  'Section one\n--------------------\nPermission is granted to anyone to use this software for any purpose.',
])('lets %j pass', (text) => {
  expect(repeatsItself(text)).toBe(false)
})
