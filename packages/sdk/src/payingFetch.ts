import { createVoucher, getCall } from '@openledger/core/api/calls.ts'
import { errorBodySchema } from '@openledger/core/api/errorBody.ts'
import { type CallEvidence, callEvidenceSchema, type VoucherDue } from '@openledger/core/api/generation.ts'
import { receiptSchema, verifyReceipt } from '@openledger/core/eip712/receipt.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { z } from 'zod'
import { type Caller, callRoute } from './callRoute.ts'
import type { OpenLedger } from './createOpenLedger.ts'
import { sdkErrors } from './errors.ts'
import { signDue, type VoucherSigning } from './signDue.ts'

/** How calls are paid. */
export type PayingOptions = VoucherSigning & {
  readonly ledger: Pick<OpenLedger, 'info' | 'caller'>
  /** Of a key made with `signing: 'local'`. */
  readonly apiKey: string
  /** Told of each receipt, checked: keep them. */
  readonly onReceipt?: (evidence: CallEvidence) => void
}

const withEvidenceSchema = z.looseObject({ openledger: callEvidenceSchema })

/**
 * A `fetch` for any OpenAI client that pays each call with a voucher signed here, once the answer is there: the key that
 * may spend never leaves this process. The answer then carries the receipt as with any other key. A call that was left
 * unpaid, since its answer was cut, is paid before the next.
 *
 * One call at a time: the gateway refuses a second one beside it. A request signs for its own call and for one that was
 * left unpaid, so for 2 × `maxFee` at most, whatever the gateway says.
 * @throws SDK_FEE_TOO_HIGH, SDK_VOUCHER_DOUBTFUL, SDK_BAD_ANSWER out of the fetch, or out of the stream's reader
 *
 * @example
 * const signer = privateKeyToAccount(generatePrivateKey())
 * const { channelId, apiKey } = await openCredit(ledger, wallet, { ...terms, signer: toAddress(signer.address) })
 * const fetch = payingFetch({ ledger, channelId, apiKey, signer, maxFee: 10n ** 15n })
 * const openai = new OpenAI({ ...ledger.openAiOptions(apiKey), fetch })
 */
export function payingFetch(options: PayingOptions): typeof fetch {
  const caller: Caller = { ...options.ledger.caller, apiKey: options.apiKey }
  const pay = async (callId: string, due: VoucherDue) => {
    const signature = await signDue(due, options)
    const evidence = await callRoute(createVoucher, { params: { callId }, body: { signature } }, caller)
    await assertReceipt(options, due, evidence)
    options.onReceipt?.(evidence)
    return evidence
  }
  return async (input, init) => {
    // A request can be sent once: what is sent again is a copy.
    const request = new Request(input, init)
    const first = await caller.fetch(request.clone())
    const owed = await owedCall(first)
    if (owed === undefined) return withReceipt(first, once(pay))
    const { due } = await callRoute(getCall, { params: { callId: owed } }, caller)
    if (due !== undefined) await pay(owed, due)
    return withReceipt(await caller.fetch(request), once(pay))
  }
}

type Pay = (callId: string, due: VoucherDue) => Promise<CallEvidence>

/** An answer is of one call: a gateway that asks twice in one gets nothing more. */
function once(pay: Pay): Pay {
  let isPaid = false
  return async (callId, due) => {
    if (isPaid)
      throw new OpenLedgerError(
        sdkErrors.SDK_VOUCHER_DOUBTFUL,
        'One answer asks for a second voucher: nothing was signed.',
      )
    isPaid = true
    return pay(callId, due)
  }
}

/** The call that has to be paid first, if that is what the gateway says. */
async function owedCall(response: Response): Promise<string | undefined> {
  if (response.status !== 402) return undefined
  const body = errorBodySchema.safeParse(
    await response
      .clone()
      .json()
      .catch(() => undefined),
  ).data
  return body?.error.code === 'PAYMENT_VOUCHER_DUE' ? String(body.error.details?.['callId']) : undefined
}

async function withReceipt(response: Response, pay: Pay): Promise<Response> {
  const type = response.headers.get('content-type') ?? ''
  if (!response.ok || response.body === null) return response
  const { status, statusText } = response
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  if (type.startsWith('text/event-stream'))
    return new Response(response.body.pipeThrough(payingStream(pay)), { status, statusText, headers })
  if (!type.startsWith('application/json')) return response
  return new Response(await paid(await response.text(), pay), { status, statusText, headers })
}

/** A JSON answer with its receipt, where a voucher was due for it. */
async function paid(json: string, pay: Pay): Promise<string> {
  if (!json.includes('"due"')) return json
  const answer = withEvidenceSchema.safeParse(JSON.parse(json)).data
  const due = answer?.openledger.due
  if (answer === undefined || due === undefined) return json
  const { route } = answer.openledger
  const evidence = await pay(answer.openledger.callId, due)
  return JSON.stringify({ ...answer, openledger: { ...evidence, ...(route && { route }) } })
}

/** Server-sent events as they come; the one that asks for the voucher goes on with the receipt instead. */
function payingStream(pay: Pay): TransformStream<Uint8Array, Uint8Array> {
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()]
  let rest = ''
  const write = async (line: string) => (line.startsWith('data: {') ? `data: ${await paid(line.slice(6), pay)}` : line)
  return new TransformStream({
    transform: async (part, controller) => {
      const lines = (rest + decoder.decode(part, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) controller.enqueue(encoder.encode(`${await write(line)}\n`))
    },
    flush: async (controller) => {
      if (rest !== '') controller.enqueue(encoder.encode(await write(rest)))
    },
  })
}

/** The receipt has to be the operator's, of this voucher. @throws SDK_BAD_ANSWER */
async function assertReceipt({ ledger }: PayingOptions, due: VoucherDue, evidence: CallEvidence): Promise<void> {
  const { chainId, addresses, operator } = ledger.info
  const receipt = receiptSchema.safeParse(evidence.receipt).data
  const isOfDue =
    receipt?.callId === evidence.callId &&
    receipt.channelId === due.channelId &&
    receipt.cumulativeAfter === BigInt(due.cumulative) &&
    receipt.fee === BigInt(due.fee)
  try {
    if (!isOfDue || receipt === undefined || evidence.signature === null) throw new Error('it is of another voucher')
    await verifyReceipt(receipt, { chainId, verifyingContract: addresses.settlement }, evidence.signature, operator)
  } catch (cause) {
    throw new OpenLedgerError(sdkErrors.SDK_BAD_ANSWER, `The receipt of call ${evidence.callId} is not good.`, {
      cause,
    })
  }
}
