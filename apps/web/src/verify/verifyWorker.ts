import { createChain } from '@openledger/chain/clients/createChain.ts'
import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { verifyCall } from '@openledger/core/verify/verifyCall.ts'
import { verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import { z } from 'zod'
import type { EpochState, VerifyReport, VerifyRequest } from './messages.ts'

// The policy forbids code made from strings, which zod would otherwise try.
z.config({ jitless: true })

/** Published blobs from the gateway; the verifier hashes each, so it does not have to be trusted. */
const store: DataStore = {
  get: async (hash) => {
    const response = await fetch(`/v1/data/${hash}`)
    if (response.status === 404) throw new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `No blob at ${hash}.`)
    if (!response.ok) throw new Error(`/v1/data/${hash} answered with status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  },
  put: () => Promise.reject(new Error('a verifier writes nothing')),
}

const report = (message: VerifyReport) => self.postMessage(message)
const onStep = (step: Extract<VerifyReport, { type: 'step' }>['step']) => report({ type: 'step', step })

/** Derives an epoch, or one call, again in a thread of its own: the page stays quick. */
self.onmessage = async ({ data }: MessageEvent<VerifyRequest>) => {
  const started = performance.now()
  try {
    const found = 'call' in data ? await callOf(data) : await epochOf(data)
    report({ type: 'done', ...found, milliseconds: performance.now() - started })
  } catch (error) {
    const known = OpenLedgerError.find(error)
    report({
      type: 'failed',
      message: error instanceof Error ? error.message : String(error),
      ...(known === undefined ? {} : { code: known.code, hint: known.hint }),
    })
  }
}

// What it stands on is loaded by and by (a hash in WebAssembly): what was posted before this line is lost.
report({ type: 'ready' })

async function epochOf({ operator, number, ...where }: Extract<VerifyRequest, { number: number }>) {
  const chain = await createChainReader(where)
  const { ok, firstDifference } = await verifyEpoch({ chain, store, operator, number: BigInt(number), onStep })
  return { ok, ...(firstDifference === undefined ? {} : { difference: firstDifference }) }
}

async function callOf({ operator, call, ...where }: Extract<VerifyRequest, { call: unknown }>) {
  const reader = await createChainReader(where)
  const chain = createChain(where)
  const block = await chain.client.getBlockNumber()
  const found = await verifyCall({ chain: reader, store, operator, call, block, onStep })
  const { ok, inEpoch, firstDifference: difference } = found
  const epochState = inEpoch && call.epoch !== null ? await stateOf(chain, operator, call.epoch) : undefined
  return {
    ok,
    inEpoch,
    ...(difference === undefined ? {} : { difference }),
    ...(epochState === undefined ? {} : { epochState }),
  }
}

/** Settlement.EpochStatus. */
const STATUS = [undefined, 'open', 'final', 'void'] as const

async function stateOf(
  chain: ReturnType<typeof createChain>,
  operator: `0x${string}`,
  number: bigint,
): Promise<EpochState | undefined> {
  const [, , finalizesAt, status] = await chain.settlement.read.epochOf([operator, number])
  const name = STATUS[status]
  return name === undefined ? undefined : { number: Number(number), status: name, finalizesAt: Number(finalizesAt) }
}
