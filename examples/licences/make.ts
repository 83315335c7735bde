/**
 * Writes the licences extract: contributor-*.jsonl and questions.jsonl, from npm `spdx-license-list` (see SOURCE.md).
 * Run: node examples/licences/make.ts   (same input, same bytes)
 */
import { writeFileSync } from 'node:fs'
import { buildLicences } from './buildLicences.ts'

for (const [name, text] of buildLicences()) writeFileSync(new URL(name, import.meta.url), text)
