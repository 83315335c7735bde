import { useQuery } from '@tanstack/react-query'
import { queries } from '../../api/queries.ts'
import { Hex } from '../../parts/Hex.tsx'
import { DatanetLink } from '../../parts/links.tsx'
import { Section } from '../../parts/Page.tsx'
import { Empty, Loaded } from '../../parts/State.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/text.ts'

/** The Datanet versions that a model was trained on or retrieves from. */
export function ModelVersions(props: { readonly training: readonly string[]; readonly retrieval: readonly string[] }) {
  const words = text.model
  const datanets = useQuery(queries.datanets())
  const used = [
    ...props.training.map((root) => ({ root, use: words.trainedOn })),
    ...props.retrieval.map((root) => ({ root, use: words.retrievesFrom })),
  ]
  return (
    <Section title={words.versions}>
      {used.length === 0 ? (
        <Empty title={words.noData} />
      ) : (
        <Loaded query={datanets} lines={2}>
          {({ data }) => {
            const find = (root: string) => {
              const datanet = data.find(({ versions }) => versions.some((version) => version.root === root))
              return { datanet, version: datanet?.versions.find((version) => version.root === root) }
            }
            return (
              <Table
                label={words.versions}
                rows={used}
                rowKey={({ root, use }) => `${use} ${root}`}
                columns={[
                  {
                    name: text.datanets.slug,
                    head: true,
                    cell: ({ root }) => {
                      const { datanet } = find(root)
                      return datanet === undefined ? (
                        words.unknownVersion
                      ) : (
                        <DatanetLink datanetId={datanet.datanetId} slug={datanet.slug} />
                      )
                    },
                  },
                  { name: words.use, cell: ({ use }) => use },
                  { name: text.datanet.root, cell: ({ root }) => <Hex value={root} /> },
                  { name: text.datanet.version, figures: true, cell: ({ root }) => find(root).version?.number },
                  {
                    name: text.datanet.size,
                    figures: true,
                    cell: ({ root }) => find(root).version?.count.toLocaleString(text.language),
                  },
                ]}
              />
            )
          }}
        </Loaded>
      )}
    </Section>
  )
}
