import { markdownCell as cell } from './markdownCell.ts'
import { didOf, pageUrl, type VersionFacts } from './versionFacts.ts'

/** Bounds of the Hub's size categories, each the least above it. */
const SIZES = [
  [1_000, 'n<1K'],
  [10_000, '1K<n<10K'],
  [100_000, '10K<n<100K'],
  [1_000_000, '100K<n<1M'],
  [10_000_000, '1M<n<10M'],
] as const

/** A YAML string; JSON's form of it is one. */
const quoted = (value: string) => JSON.stringify(value)

/** A dataset card as the Hugging Face Hub reads it: YAML metadata, then the facts in Markdown. */
export function datasetCard(facts: VersionFacts): string {
  const { slug, number, count, licence } = facts
  const licenceId = licence === '' ? 'unknown' : licence.toLowerCase()
  const size = SIZES.find(([bound]) => count < bound)?.[1] ?? 'n>10M'
  const table = (heading: string, rows: readonly { readonly value: string; readonly count: number }[]) =>
    [`| ${heading} | records |`, '|---|---:|', ...rows.map((row) => `| ${cell(row.value)} | ${row.count} |`)].join('\n')
  return `---
pretty_name: ${quoted(`${slug}, version ${number}`)}
license: ${/^[a-z0-9.-]+$/.test(licenceId) ? licenceId : 'other'}
${/^[a-z0-9.-]+$/.test(licenceId) ? '' : `license_name: ${quoted(licence)}\n`}size_categories:
- ${size}
configs:
- config_name: default
  data_files:
  - split: train
    path: data/*.parquet
---

# ${cell(slug)}, version ${number}

${count} records of the Datanet [${cell(slug)}](${pageUrl(facts)}), published by ${didOf(facts, facts.owner)} on ${facts.publishedAt.slice(0, 10)}. Everything here was counted or read from the chain.

| | |
|---|---|
| version root | \`${facts.root}\` |
| published list | \`${facts.dataHash}\` |
| version before | ${facts.previousRoot === null ? 'none' : `\`${facts.previousRoot}\``} |
| registry | \`${facts.registry}\` on chain ${facts.chainId}, block ${facts.blockNumber} |
| transaction | ${facts.transactionHash === null ? 'not known here' : `\`${facts.transactionHash}\``} |
| licence | ${licence === '' ? 'none named' : cell(licence)} |
| content | ${facts.visibility === 'public' ? 'open to everybody' : 'for accounts with a grant'} |
| added / removed | ${facts.added} / ${facts.removed} |
| withdrawn since | ${facts.withdrawn} (their texts are not in the files) |
| contributions | ${facts.contributionCount}, from ${facts.contributedFrom.slice(0, 10)} to ${facts.contributedTo.slice(0, 10)} |

${table('kind', facts.kinds)}

${table('contributor', facts.contributors)}

A row’s \`commitment\` and \`contributor\` are a leaf of the version’s tree: whoever has the file can derive the root again. \`croissant.json\` says the same in Croissant 1.1.
`
}
