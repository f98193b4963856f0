import { beginTracing, endTracing, Log, storyIds } from '@chuangwen/platform/projections';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import type { Watching } from './watching';

/** Spans are sent this often (ms): a thread that ends keeps those of the last while to itself. */
const OFTEN = 1_000;
/** A stop does not wait longer (ms) for a collector that does not answer. */
const PATIENCE = 2_000;
/** Of a collector that is away it is told this often (ms), and not with each batch. */
const SELDOM = 60_000;

/**
 * From now on this thread sends its spans where it is told to; what that takes is loaded only then. Before the services are made:
 * they look once. Returns what ends it, after the last spans are sent.
 */
export async function beginTraces(
  service: string,
  { traces: url, share }: Pick<Watching, 'traces' | 'share'>,
): Promise<() => Promise<void>> {
  if (url === undefined) return () => Promise.resolve();
  const [api, sdk, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }, { resourceFromAttributes }] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  api.diag.setLogger(complaints(service), api.DiagLogLevel.ERROR);
  const ofStory = new sdk.TraceIdRatioBasedSampler(share);
  const provider = new sdk.TracerProvider({
    idGenerator: storyIds,
    // By the story's id alone, so that every process comes to the same. Another system may spare us a trace and not impose one.
    sampler: new sdk.ParentBasedSampler({ root: ofStory, remoteParentSampled: ofStory }),
    resource: resourceFromAttributes({
      'service.name': service === 'standalone' ? 'chuangwen' : `chuangwen-${service}`,
      'service.instance.id': `${hostname()}-${process.pid}-${threadId}`,
    }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: placeOf(url) }),
        scheduledDelayMillis: OFTEN,
      }),
    ],
  });
  beginTracing(provider, new AsyncLocalStorageContextManager());
  return async () => {
    endTracing();
    const late = new Promise((done) => setTimeout(done, PATIENCE).unref());
    await Promise.race([provider.shutdown().catch(() => undefined), late]);
  };
}

/** Of a collector that is named without a path, where the protocol has it. */
function placeOf(address: string): string {
  const url = new URL(address);
  if (url.pathname === '/') url.pathname = '/v1/traces';
  return url.href;
}

/** Only that spans could not be sent: what the SDK says more may quote them. */
function complaints(service: string) {
  const log = new Log(service, 'traces');
  let last = -Infinity;
  const nothing = (): void => undefined;
  const error = (): void => {
    if (performance.now() - last < SELDOM) return;
    last = performance.now();
    log.warn('spans could not be sent');
  };
  return { error, warn: nothing, info: nothing, debug: nothing, verbose: nothing };
}
