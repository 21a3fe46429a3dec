import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Transport = 'http' | 'websocket' | 'sse';
export type Outcome = 'ok' | 'refused' | 'failed';

export interface FinishedOperation {
  readonly transport: Transport;
  /** query, mutation or subscription; unknown when it never came so far. */
  readonly type: string;
  readonly codes: readonly string[];
  readonly durationMs: number;
}

/** What the operations of this process came to. Labels are closed lists: no name, no id of anybody. */
export interface Metrics {
  finished(operation: FinishedOperation): Outcome;
  /** An operation was executed: by a compiled query, or by graphql-js. */
  executed(isCompiled: boolean): void;
  /** An operation was refused before it ran; `budget` names which one was spent. */
  rateLimited(budget: string): void;
  liveOperationOpened(): void;
  liveOperationClosed(): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const FAILURES: ReadonlySet<string> = new Set(['INTERNAL', 'UNAVAILABLE']);
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function outcomeOf(codes: readonly string[]): Outcome {
  if (codes.some((code) => FAILURES.has(code))) return 'failed';
  return codes.length > 0 ? 'refused' : 'ok';
}

/** The codes of an answer; all of them come out of the one error map. */
export function codesOf(
  errors: readonly { readonly extensions?: { readonly code?: unknown } }[] | undefined,
): string[] {
  return (errors ?? []).map(({ extensions }) => String(extensions?.code));
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const operations = new Counter({
    name: 'multipartner_operations_total',
    help: 'Operations by transport, type and outcome.',
    labelNames: ['transport', 'type', 'outcome'] as const,
    registers,
  });
  const refusals = new Counter({
    name: 'multipartner_errors_total',
    help: 'Errors in answers by their code.',
    labelNames: ['code'] as const,
    registers,
  });
  const rateLimited = new Counter({
    name: 'multipartner_rate_limited_total',
    help: 'Operations that a rate limit refused, by the budget that was spent.',
    labelNames: ['budget'] as const,
    registers,
  });
  const executions = new Counter({
    name: 'multipartner_executions_total',
    help: 'Queries and mutations over HTTP by what executed them.',
    labelNames: ['executor'] as const,
    registers,
  });
  const duration = new Histogram({
    name: 'multipartner_operation_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['type'] as const,
    buckets: SECONDS_BUCKETS,
    registers,
  });
  const live = new Gauge({
    name: 'multipartner_live_operations',
    help: 'Live operations that are open now.',
    registers,
  });
  return {
    finished({ transport, type, codes, durationMs }) {
      const outcome = outcomeOf(codes);
      operations.inc({ transport, type, outcome });
      codes.forEach((code) => refusals.inc({ code }));
      duration.observe({ type }, durationMs / 1_000);
      return outcome;
    },
    executed: (isCompiled) => executions.inc({ executor: isCompiled ? 'compiled' : 'graphql-js' }),
    rateLimited: (budget) => rateLimited.inc({ budget }),
    liveOperationOpened: () => live.inc(),
    liveOperationClosed: () => live.dec(),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
