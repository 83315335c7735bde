import { OpenAPIHono } from '@hono/zod-openapi'
import { OpenLedgerError } from '@openledger/core/errors/openLedgerError.ts'
import { createKeptSenders } from './acting/keptSenders.ts'
import { createAdmission } from './admission/createAdmission.ts'
import { createKeyRing } from './auth/createKeyRing.ts'
import { createLedgerTime } from './calls/ledgerTime.ts'
import { createOpenCalls } from './calls/openCalls.ts'
import { recoverCalls } from './calls/recoverCalls.ts'
import { createRechecker } from './contributions/createRechecker.ts'
import { sealOldContents } from './contributions/sealOldContents.ts'
import { gatewayErrors } from './errors.ts'
import type { GatewayDeps } from './gatewayDeps.ts'
import type { GatewayServices } from './gatewayServices.ts'
import { errorResponse, failureResponse, methodRefused } from './http/errorResponse.ts'
import { llmsText } from './http/llmsText.ts'
import { loadHandlers } from './http/loadHandlers.ts'
import { honoPath, runHandler } from './http/mountHandler.ts'
import { describeRoutes } from './http/openApi.ts'
import { requestLog } from './http/requestLog.ts'
import { createCallLedger } from './ledger/createCallLedger.ts'
import { countAnswers } from './metrics/countAnswers.ts'
import { createMetrics } from './metrics/createMetrics.ts'
import { isNeighbour } from './metrics/isNeighbour.ts'
import { createCards } from './routing/createCards.ts'
import { createUploadReader } from './uploads/createUploadReader.ts'
import { forgetUnsealed } from './uploads/forgetUpload.ts'
import { createX402 } from './x402/createX402.ts'
import { readOwed } from './x402/readOwed.ts'

/** The gateway: an app to serve, and its end. */
export type Gateway = {
  readonly app: OpenAPIHono
  /**
   * Lets no more calls in and waits until the open ones have settled.
   * @param options.patience_ms after so long they are cut: what was produced is billed, and the caller told
   */
  readonly close: (options: { readonly patience_ms: number }) => Promise<void>
}

/**
 * Builds the HTTP gateway over what it is given, and releases the calls that died with an earlier process.
 *
 * @example
 * const { app, close } = await createGateway(deps)
 * const server = serve({ fetch: app.fetch, port: 8080 })
 */
export async function createGateway(deps: GatewayDeps): Promise<Gateway> {
  await recoverCalls(deps)
  await sealOldContents(deps)
  await forgetUnsealed(deps)
  const openCalls = createOpenCalls()
  const admission = createAdmission(deps.capacity)
  const metrics = createMetrics({
    openCalls: openCalls.count,
    waitingCalls: admission.waiting,
    engine: () => deps.engine.health(),
    payments: async () => x402 && { underWay: x402.float.size(), owed: await readOwed(deps.db) },
  })
  const x402 = deps.x402Options && (await createX402(deps, deps.x402Options, openCalls))
  const services: GatewayServices = {
    ...deps,
    x402,
    ledgerTime: createLedgerTime(deps),
    openCalls,
    admission,
    metrics,
    unsealedSigners: new Map(),
    ledger: createCallLedger(deps),
    keyRing: createKeyRing(deps.db),
    keptSenders: createKeptSenders(deps),
    knownModels: new Map(),
    cards: createCards(deps),
    uploadReader: createUploadReader((error) =>
      deps.logger.error({ error: String(error) }, 'reading an uploaded file failed'),
    ),
    rechecker: await createRechecker(deps),
  }
  const handlers = await loadHandlers()
  const app = new OpenAPIHono()
  app.use(requestLog(deps), countAnswers(metrics))
  app.onError((error) => failureResponse(error, deps.logger))
  app.notFound(({ req }) =>
    errorResponse(new OpenLedgerError(gatewayErrors.REQUEST_NOT_FOUND, `There is no ${req.method} ${req.path}.`)),
  )
  describeRoutes(app, handlers, { takesPayments: x402 !== undefined })
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'OpenLedger gateway', version: deps.versions['gateway'] ?? '0' },
  })
  app.get('/llms.txt', (context) => context.text(llmsText(handlers, { takesPayments: x402 !== undefined })))
  app.get('/metrics', async (context) =>
    isNeighbour(context)
      ? context.body(await metrics.render(), 200, { 'content-type': metrics.contentType })
      : context.notFound(),
  )
  for (const handler of handlers) {
    app.on(handler.route.method.toUpperCase(), honoPath(handler.route.path), (context) =>
      runHandler(handler, context, services),
    )
  }
  // After all of them: what still comes to one of their paths has another method.
  for (const [path, methods] of Map.groupBy(handlers, ({ route }) => route.path)) {
    const allowed = methods.map(({ route }) => route.method.toUpperCase()).sort()
    app.all(honoPath(path), ({ req }) => methodRefused(req.method, path, allowed))
  }
  const close: Gateway['close'] = async (options) => {
    await openCalls.drain(options)
    await services.uploadReader.stop()
    await services.rechecker.stop()
    await x402?.stop()
  }
  return { app, close }
}
