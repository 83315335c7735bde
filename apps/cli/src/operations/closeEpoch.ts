import { moveTime } from '@openledger/chain/actions/moveTime.ts'
import type { Epoch } from '@openledger/core/api/epochs.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { cliErrors } from '../errors.ts'
import { waitFor } from '../stack/waitFor.ts'
import type { Session } from './session.ts'

/**
 * Has the operator close an epoch over every settled call, and waits until it is posted.
 * An epoch that an earlier try left on its way is followed instead of making another.
 * @param options.number an epoch that is closed already and only to be followed
 * @param options.onStatus called when the epoch has come a step further
 */
export async function closeEpoch(
  session: Session,
  options: {
    readonly number?: number | null
    readonly signal: AbortSignal
    readonly onStatus?: (status: Epoch['status'], number: number) => void
  },
): Promise<Epoch> {
  const number = options.number ?? (await epochUnderWay(session)) ?? (await createEpoch(session))
  let last: string | undefined
  return waitFor(
    `epoch ${number} to be posted`,
    async () => {
      const epoch = await session.ledger.getEpoch(number).catch((error: unknown) => {
        if (OpenLedgerError.find(error)?.status === 404) return undefined
        throw error
      })
      if (epoch === undefined) return undefined
      if (epoch.status !== last) options.onStatus?.(epoch.status, number)
      last = epoch.status
      if (epoch.status === 'failed')
        throw new OpenLedgerError(cliErrors.CLI_JOB_FAILED, `Epoch ${number} failed: see ./openledger logs node`)
      return epoch.status === 'posted' || epoch.status === 'final' ? epoch : undefined
    },
    { timeoutMs: 600_000, everyMs: 250, signal: options.signal },
  )
}

async function epochUnderWay(session: Session): Promise<number | undefined> {
  const { data } = await session.ledger.listEpochs()
  return data.find((epoch) => !['posted', 'final', 'failed'].includes(epoch.status))?.number
}

async function createEpoch(session: Session): Promise<number> {
  const operator = await session.operator()
  return (await operator.ledger.createEpoch()).epoch
}

/**
 * Lets a posted epoch pass its challenge window and waits until it is final. On the development chain time is moved;
 * elsewhere it passes by itself.
 */
export async function passWindow(session: Session, epoch: Epoch, signal: AbortSignal): Promise<Epoch> {
  return waitFor(
    `epoch ${epoch.number} to become final`,
    async () => {
      const now = await session.ledger.getEpoch(epoch.number)
      if (now.status === 'final') return now
      if (now.finalizesAt !== null) await moveTime({ rpcUrl: session.rpcUrl, time: now.finalizesAt + 1 })
      return undefined
    },
    { timeoutMs: 120_000, everyMs: 300, signal },
  )
}
