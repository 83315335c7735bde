import { type Curator, setCuratorsCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import type { Datanet } from '@openledger/core/api/datanets.ts'
import type { Address } from '@openledger/core/primitives/address.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { SendState } from '../../account/SendState.tsx'
import type { Actor } from '../../account/useActor.ts'
import { useSend } from '../../account/useSend.ts'
import { queries } from '../../api/queries.ts'
import { Section } from '../../parts/Page.tsx'
import { text } from '../../text/text.ts'
import { readBps } from '../new-datanet/draft.ts'

type Row = { readonly key: number; readonly account: string; readonly share: string }

/** Who reviews, and for which part of the owner's cut. */
export function CuratorForm({ actor, datanet }: { readonly actor: Actor; readonly datanet: Datanet }) {
  const { datanetId } = datanet
  const [rows, setRows] = useState<readonly Row[]>(() =>
    datanet.curators.map(({ account, bps }, key) => ({ key, account, share: String(bps / 100) })),
  )
  const [tried, setTried] = useState(false)
  const { data: info } = useQuery(queries.info())
  const cache = useQueryClient()
  const sending = useSend(actor)
  const words = text.owner
  const curators = readCurators(rows)
  const change = (key: number, part: Partial<Row>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (curators === undefined || info === undefined) return
    void sending.send(setCuratorsCall(info.addresses, datanetId, curators), words.saveCurators, () =>
      cache.invalidateQueries({ queryKey: queries.datanet(datanetId).queryKey }),
    )
  }
  return (
    <Section title={words.curators} lead={words.curatorsLead}>
      <form className="form" onSubmit={submit}>
        {rows.length === 0 ? <p className="note">{words.noCurators}</p> : null}
        <div className="rows">
          {rows.map(({ key, account, share }, index) => (
            <div key={key} className="row-edit">
              <input
                aria-label={words.curator(index + 1)}
                value={account}
                onChange={({ target }) => change(key, { account: target.value })}
              />
              <input
                aria-label={words.curatorShare(index + 1)}
                inputMode="decimal"
                value={share}
                onChange={({ target }) => change(key, { share: target.value })}
              />
              <button
                type="button"
                className="link"
                aria-label={words.removeCurator(index + 1)}
                onClick={() => setRows(rows.filter((row) => row.key !== key))}
              >
                {words.remove}
              </button>
            </div>
          ))}
        </div>
        {tried && curators === undefined ? (
          <p className="field-wrong" role="alert">
            {words.curatorsWrong}
          </p>
        ) : null}
        <SendState sending={sending} />
        <p className="actions">
          <button
            type="button"
            className="button-quiet"
            onClick={() =>
              setRows([...rows, { key: Math.max(-1, ...rows.map((row) => row.key)) + 1, account: '', share: '' }])
            }
          >
            {words.addCurator}
          </button>
          <button type="submit" className="button-quiet" disabled={sending.busy}>
            {words.saveCurators}
          </button>
        </p>
      </form>
    </Section>
  )
}

/** The curators that the rows stand for; undefined for what the contract would refuse. */
function readCurators(rows: readonly Row[]): Curator[] | undefined {
  const curators = rows.map(({ account, share }) => ({
    account: account.trim().toLowerCase() as Address,
    bps: readBps(share) ?? Number.NaN,
  }))
  const known = curators.every(({ account, bps }) => /^0x[0-9a-f]{40}$/.test(account) && bps <= 10_000)
  const once = new Set(curators.map(({ account }) => account)).size === curators.length
  const sum = curators.reduce((all, { bps }) => all + bps, 0)
  return known && once && sum <= 10_000 ? curators : undefined
}
