import { grantAccessCall } from '@openledger/chain/calls/datanetRegistryCalls.ts'
import { type AccessEntry, refuseAccess } from '@openledger/core/api/access.ts'
import type { Info } from '@openledger/core/api/info.ts'
import { hashText } from '@openledger/core/primitives/hash.ts'
import type { SyntheticEvent } from 'react'
import { parseEther } from 'viem'
import { useAction } from '../../account/useAction.ts'
import type { Actor } from '../../account/useActor.ts'
import { ask } from '../../api/ask.ts'
import { shortHex } from '../../format/shortHex.ts'
import { Failure } from '../../parts/State.tsx'
import { text } from '../../text/text.ts'

const DAY_S = 86_400

/** Grants with terms, or refuses with a reason. */
export function Decide(props: {
  readonly datanetId: string
  readonly entry: AccessEntry
  readonly actor: Actor
  readonly addresses: Info['addresses']
  readonly session: string
  readonly onDone: (state: 'granted' | 'refused') => Promise<void>
  readonly onCancel: () => void
}) {
  const { datanetId, entry, actor, addresses, session } = props
  const { developer } = entry
  const { busy, error, run } = useAction()
  const words = text.accessPage
  const grant = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const field = (name: string) => String(form.get(name) ?? '')
    void run(async () => {
      const call = grantAccessCall(addresses, {
        datanetId: datanetId as `0x${string}`,
        developer,
        termsHash: entry.requested?.termsHash ?? hashText(entry.words ?? 'granted without a request'),
        expiry: BigInt(Math.floor(Date.now() / 1000) + Number(field('days')) * DAY_S),
        minDataShareBps: Math.round(Number(field('share')) * 100),
        minOutputPrice: BigInt(field('price')),
        trainingFee: parseEther(field('fee')),
      })
      await actor.send(call, words.grantWhat)
      await props.onDone('granted')
    })
  }
  const refuse = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault()
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '')
    void run(async () => {
      await ask(refuseAccess, { params: { datanetId, developer }, body: { reason }, key: session })
      await props.onDone('refused')
    })
  }
  const number = (name: string, label: string, value: string, most?: number, step = 'any') => (
    <label>
      <span>{label}</span>
      <input type="number" name={name} min={0} max={most} step={step} defaultValue={value} required />
    </label>
  )
  return (
    <>
      <h3>{words.decideOn(shortHex(developer))}</h3>
      <form className="form" onSubmit={grant}>
        <div className="form-row">
          {number('days', words.days, '365', 36_500, '1')}
          {number('share', words.shareField, '40', 100, '0.01')}
          {number('price', words.priceField, '0', undefined, '1')}
          {number('fee', words.feeField, '0')}
        </div>
        <p className="actions">
          <button type="submit" className="button" disabled={busy}>
            {busy ? words.granting : words.grant}
          </button>
          <button type="button" className="button-quiet" onClick={props.onCancel}>
            {words.cancel}
          </button>
        </p>
      </form>
      {entry.state === 'asked' ? (
        <form className="form" onSubmit={refuse}>
          <label>
            <span>{words.reason}</span>
            <textarea name="reason" rows={2} required maxLength={2_000} />
          </label>
          <p className="actions">
            <button type="submit" className="button-quiet" disabled={busy}>
              {words.refuse}
            </button>
          </p>
        </form>
      ) : null}
      {error === undefined ? null : <Failure error={error} />}
    </>
  )
}
