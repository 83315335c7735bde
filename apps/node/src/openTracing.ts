import type { Tracer } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace'

/** What records spans, and its end: what was recorded is sent before. */
export type Tracing = { readonly tracer: Tracer; readonly close: () => Promise<void> }

/**
 * Sends spans to a collector, in batches and beside the calls: a collector that is away costs no call anything.
 *
 * Source: OTLP 1.x over HTTP, in JSON.
 *
 * @param to.endpoint the collector's address for traces
 * @param to.share of traces that are recorded, 0 to 1
 */
export function openTracing(to: { readonly endpoint: string; readonly share: number }): Tracing {
  const exporter = new OTLPTraceExporter({ url: to.endpoint })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'openledger-gateway' }),
    sampler: new TraceIdRatioBasedSampler(to.share),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  })
  return { tracer: provider.getTracer('openledger'), close: () => provider.shutdown() }
}
