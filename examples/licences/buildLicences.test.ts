import { readFileSync } from 'node:fs'
import { clusterNearDuplicates } from '@openledger/attribution/nearDuplicates/clusterNearDuplicates.ts'
import { runChecks } from '@openledger/data/checks/runChecks.ts'
import { parseRecordsJsonl } from '@openledger/data/parse/parseRecordsJsonl.ts'
import type { RecordContent } from '@openledger/data/record/recordContent.ts'
import { expect, it } from 'vitest'
import { buildLicences } from './buildLicences.ts'

const emptyDatanet = { findRecord: () => undefined, findNearDuplicate: () => undefined }
const read = (name: string): Buffer => readFileSync(new URL(name, import.meta.url))

async function documents(): Promise<RecordContent[]> {
  const found: RecordContent[] = []
  for (const name of ['contributor-permissive.jsonl', 'contributor-reciprocal.jsonl']) {
    for await (const parsed of parseRecordsJsonl(read(name))) {
      if (!parsed.ok) throw new Error(parsed.finding.reason)
      found.push(parsed.value)
    }
  }
  return found
}

it('gives the files that are committed', () => {
  for (const [name, text] of buildLicences()) expect(read(name).toString('utf8')).toBe(text)
})

it('makes records that all checks accept, but for the addresses that three licences name, each a unit of its own', async () => {
  const contents = await documents()
  expect(contents).toHaveLength(60)
  const remarks: string[] = []
  for (const content of contents) {
    const { verdict, findings } = await runChecks({ recordId: '0x01', contributor: '0xaa', content }, emptyDatanet)
    expect(verdict).toBe(findings.length === 0 ? 'accept' : 'mark')
    for (const { code, places = [] } of findings) {
      const text = content.kind === 'document' ? content.text : ''
      remarks.push(...places.map(({ start, end }) => `${code}: ${text.slice(start, end)}`))
    }
  }
  expect(remarks).toEqual([
    'DATA_PERSONAL: eay@cryptsoft.com',
    'DATA_PERSONAL: daniel@haxx.se',
    'DATA_PERSONAL: 51 Franklin Street, Fifth Floor, Boston, MA 02110-1301',
  ])
  const units = clusterNearDuplicates(contents.map((content, at) => ({ id: `${at}`, content })))
  expect([...units].filter(([id, unit]) => id !== unit)).toEqual([])
})

it('asks only what one of its documents answers', async () => {
  const urls = (await documents()).map((content) => (content.kind === 'document' ? content.url : ''))
  expect(new Set(urls).size).toBe(urls.length)
  for (const line of read('questions.jsonl').toString('utf8').trim().split('\n')) {
    expect(urls).toContain(JSON.parse(line).url)
  }
})
