import { createChainReader } from '@openledger/chain/reader/createChainReader.ts'
import type { DataStore } from '@openledger/core/data/dataStore.ts'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { coreErrors } from '@openledger/core/errors.ts'
import { verifyEpoch } from '@openledger/core/verify/verifyEpoch.ts'
import { z } from 'zod'
import type { VerifyReport, VerifyRequest } from './messages.ts'

// The pages' policy forbids code made from strings, which zod would otherwise try.
z.config({ jitless: true })

/** Published blobs from the gateway; the verifier hashes each, so it does not have to be trusted. */
const store: Pick<DataStore, 'get'> = {
  get: async (hash) => {
    const response = await fetch(`/v1/data/${hash}`)
    if (response.status === 404) throw new OpenLedgerError(coreErrors.DATA_NOT_FOUND, `No blob at ${hash}.`)
    if (!response.ok) throw new Error(`/v1/data/${hash} answered with status ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  },
}

const report = (message: VerifyReport) => self.postMessage(message)

/** Derives an epoch again in a thread of its own: the page stays quick. */
self.onmessage = async ({ data }: MessageEvent<VerifyRequest>) => {
  const started = performance.now()
  try {
    const { rpcUrl, chainId, addresses, operator, number } = data
    const result = await verifyEpoch({
      chain: await createChainReader({ rpcUrl, chainId, addresses }),
      store: { ...store, put: () => Promise.reject(new Error('a verifier writes nothing')) },
      operator,
      number: BigInt(number),
      onStep: (step) => report({ type: 'step', step }),
    })
    const difference = result.firstDifference
    report({
      type: 'done',
      ok: result.ok,
      ...(difference === undefined ? {} : { difference }),
      milliseconds: performance.now() - started,
    })
  } catch (error) {
    const known = OpenLedgerError.find(error)
    report({
      type: 'failed',
      message: error instanceof Error ? error.message : String(error),
      ...(known === undefined ? {} : { code: known.code, hint: known.hint }),
    })
  }
}
