import { readdirSync, readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, test } from 'vitest'

const SOURCES = new URL('../src/', import.meta.url)
/** Attributes that a person reads or hears. */
const READ = new Set(['aria-label', 'alt', 'title', 'placeholder', 'label'])

/** Letters in the markup itself instead of in the catalogue. */
function wordsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(new URL(file, SOURCES), 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && /\p{L}/u.test(node.text)) found.push(`${file}: ${node.text.trim()}`)
    if (
      ts.isJsxAttribute(node) &&
      READ.has(node.name.getText()) &&
      node.initializer?.kind === ts.SyntaxKind.StringLiteral
    )
      found.push(`${file}: ${node.getText()}`)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test('every text that a person reads is in the catalogue', () => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'))
  expect(files.length).toBeGreaterThan(20)
  expect(files.flatMap(wordsIn)).toEqual([])
})
