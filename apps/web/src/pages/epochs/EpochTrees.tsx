import { parseEpochManifest, TREE_NAMES } from '@openledger/core/data/epochManifest.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { readBlob } from '../../api/readBlob.ts'
import { Hex } from '../../parts/Hex.tsx'
import { Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** A published manifest never changes: read once, and checked against its address. */
const manifestOf = (hash: `0x${string}`) =>
  queryOptions({
    queryKey: ['manifest', hash],
    queryFn: async () => parseEpochManifest(await readBlob(hash)),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })

/** Blobs whose addresses are shown at once, and those that are folded. */
const FIRST = 4
const MORE = 400

const linkTo = (hash: string) => (
  <a key={hash} href={`/v1/data/${hash}`} className="quiet-link" download>
    <Hex value={hash} />
  </a>
)

/** What an epoch published: its four trees in chunks, its rules, versions and training logs. */
export function EpochTrees({ dataCommitment }: { readonly dataCommitment: `0x${string}` }) {
  const words = text.epoch
  const manifest = useQuery(manifestOf(dataCommitment))
  return (
    <Loaded query={manifest} lines={4}>
      {({ trees, rules, versions, logs }) => (
        <Table
          label={words.trees}
          rows={[
            ...TREE_NAMES.map((name) => ({
              name: words.treeNames[name],
              leaves: trees[name].count,
              blobs: trees[name].chunks,
            })),
            { name: words.rules, leaves: undefined, blobs: [rules] },
            { name: words.versions, leaves: undefined, blobs: versions.map(({ data }) => data) },
            { name: words.logs, leaves: undefined, blobs: logs.flatMap(({ manifest: made, log }) => [made, log]) },
          ]}
          rowKey={({ name }) => name}
          columns={[
            { name: words.tree, head: true, cell: ({ name }) => name },
            {
              name: words.leaves,
              figures: true,
              cell: ({ leaves }) => leaves?.toLocaleString(text.language) ?? <span className="none">–</span>,
            },
            {
              name: words.chunks,
              cell: ({ blobs }) =>
                blobs.length === 0 ? (
                  <span className="none">{text.parts.none}</span>
                ) : (
                  <span className="blobs">
                    {blobs.slice(0, FIRST).map(linkTo)}
                    {blobs.length > FIRST ? (
                      <details className="blobs-more">
                        <summary className="quiet">+{blobs.length - FIRST}</summary>
                        <span className="blobs">{blobs.slice(FIRST, FIRST + MORE).map(linkTo)}</span>
                        {blobs.length > FIRST + MORE ? (
                          <span className="quiet">{words.inManifest(blobs.length - FIRST - MORE)}</span>
                        ) : null}
                      </details>
                    ) : null}
                  </span>
                ),
            },
          ]}
        />
      )}
    </Loaded>
  )
}
