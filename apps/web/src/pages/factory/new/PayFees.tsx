import { approveOpenCall } from '@openledger/chain/calls/openTokenCalls.ts'
import { payTrainingFeeCall } from '@openledger/chain/calls/trainingFeesCalls.ts'
import type { TrainingAccess } from '@openledger/core/api/estimates.ts'
import { useQuery } from '@tanstack/react-query'
import { useAction } from '../../../account/useAction.ts'
import type { Actor } from '../../../account/useActor.ts'
import { queries } from '../../../api/queries.ts'
import { Amount } from '../../../parts/Amount.tsx'
import { Failure } from '../../../parts/State.tsx'
import { text } from '../../../text/text.ts'

/** Training fees that grants ask for and that are not paid: paid from a wallet, one by one. */
export function PayFees(props: {
  readonly actor: Actor
  readonly versions: readonly TrainingAccess[]
  readonly onPaid: () => Promise<unknown>
}) {
  const { actor, versions, onPaid } = props
  const info = useQuery(queries.info())
  const { busy, error, run } = useAction()
  const words = text.newTraining
  const due = versions.filter(({ access, feeDue }) => access === 'granted' && feeDue !== '0')
  if (due.length === 0) return null
  const pay = ({ version, feeDue }: TrainingAccess) =>
    run(async () => {
      const { addresses } = info.data ?? (await info.refetch({ throwOnError: true })).data ?? {}
      if (addresses === undefined) return
      await actor.send(approveOpenCall(addresses, addresses.trainingFees, BigInt(feeDue)), words.approveWhat)
      await actor.send(payTrainingFeeCall(addresses, version), words.payFeeWhat)
      await onPaid()
    })
  return (
    <div className="form">
      <p className="note">{words.feeUnpaid}</p>
      {error === undefined ? null : <Failure error={error} />}
      {due.map((one) =>
        actor.kind === 'kept' ? (
          <p key={one.version} className="note">
            {words.payFeeKept(one.version)}
          </p>
        ) : (
          <p key={one.version} className="actions">
            <button type="button" className="button-quiet" disabled={busy} onClick={() => void pay(one)}>
              {words.payFee} <Amount wei={one.feeDue} unit />
            </button>
          </p>
        ),
      )}
    </div>
  )
}
