import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** The routes of the app by their paths, as the router's file has them. */
const routes = [...read('../src/router.tsx').matchAll(/^\s*path: '([^']+)',$/gm)].map(([, path = '']) => path)
/** The paths that pictures are taken of and axe looks at; what stands for an id in them is `${…}`. */
const shown = [...read('./everyPage.ts').matchAll(/path: (?:'([^']+)'|`([^`]+)`)/g)].map(
  ([, plain, made = '']) => plain ?? made,
)

function read(file: string): string {
  return readFileSync(new URL(file, import.meta.url), 'utf8')
}

/** A route or a shown path with its variable parts as one sign. */
const form = (path: string) => path.replaceAll(/\$\w+/g, '*').replaceAll(/\$\{[^}]+\}/g, '*')

test('there is a picture of every route', () => {
  expect(routes.length).toBeGreaterThan(15)
  const covered = new Set(shown.map(form))
  expect(routes.filter((route) => !covered.has(form(route)))).toEqual([])
})
