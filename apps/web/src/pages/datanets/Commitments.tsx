import type { Datanet } from '@openledger/core/api/datanets.ts'
import { parseVersionData } from '@openledger/core/data/versionData.ts'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { readBlob } from '../../api/readBlob.ts'
import { AccountLink, RecordLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { usePaging } from '../../parts/usePaging.tsx'
import { text } from '../../text/text.ts'

/** Commitments a page. */
const PAGE = 50

/** A version's leaves never change: read once, and checked against their address. */
const leaves = (dataHash: `0x${string}`) =>
  queryOptions({
    queryKey: ['version data', dataHash],
    queryFn: async () => parseVersionData(await readBlob(dataHash)).map((leaf, index) => ({ ...leaf, index })),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  })

/** The commitments of a version, in the order of its tree, with who brought each. */
export function Commitments({ version }: { readonly version: Datanet['versions'][number] }) {
  const words = text.datanet
  const list = useQuery(leaves(version.dataHash))
  const [rows, paging] = usePaging(list.data ?? [], PAGE)
  return (
    <Section title={words.commitments(version.number)} lead={words.commitmentsLead}>
      <Loaded query={list} lines={8}>
        {() => (
          <>
            <Table
              label={words.commitments(version.number)}
              rows={rows}
              rowKey={({ commitment }) => commitment}
              columns={[
                { name: words.position, cell: ({ index }) => (index + 1).toLocaleString(text.language) },
                {
                  name: words.commitment,
                  head: true,
                  cell: ({ commitment }) => <RecordLink commitment={commitment} />,
                },
                { name: words.contributor, cell: ({ contributor }) => <AccountLink address={contributor} /> },
              ]}
            />
            {paging}
          </>
        )}
      </Loaded>
    </Section>
  )
}
