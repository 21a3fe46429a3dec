import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

import type { PoolUse } from '../database/database';
import type { StatementKind } from '../database/statement-kind';
import type { TailLag } from '../event-log/event-tail';
import { Distribution, Total } from './counted';
import { type MetricDefinition, METRICS } from './metric-definitions';
import { OperationNames } from './operation-names';

export type LiveTransport = 'websocket' | 'sse';
export type Transport = 'http' | LiveTransport;
export type Outcome = 'ok' | 'refused' | 'failed';

export interface FinishedOperation {
  readonly transport: Transport;
  /** query, mutation or subscription; unknown when it never came so far. */
  readonly type: string;
  /** As its client calls it; null when it has none, or never came so far. */
  readonly name: string | null;
  readonly hasToken: boolean;
  readonly codes: readonly string[];
  readonly durationMs: number;
}

/** What is looked at when somebody asks. */
export interface WatchedParts {
  readonly pool: () => PoolUse;
  readonly tail: () => TailLag;
}

/** What the operations of this process came to. Labels are bounded lists: no name, no id of anybody. */
export interface Metrics {
  finished(operation: FinishedOperation): Outcome;
  /** Errors that no finished operation tells of: before one began, or after it did. */
  answered(errors: Errors | undefined): void;
  /** An operation was executed: by a compiled query, or by graphql-js. */
  executed(isCompiled: boolean): void;
  /** An operation was refused before it ran; `budget` names which one was spent. */
  rateLimited(budget: string): void;
  liveOperationOpened(): void;
  liveOperationClosed(): void;
  /** Called with `close` when it ends. */
  connectionOpened(transport: LiveTransport): void;
  connectionClosed(transport: LiveTransport): void;
  statementAnswered(kind: StatementKind, seconds: number): void;
  /** Listeners were told of an event that happened so long ago. */
  eventTold(seconds: number): void;
  /** `delaySeconds`: how long after its event the first attempt began; null of a later one. */
  webhookAttempted(outcome: string, delaySeconds: number | null): void;
  /** From now on these are looked at. */
  watch(parts: WatchedParts): void;
  readonly contentType: string;
  text(): Promise<string>;
}

const FAILURES: ReadonlySet<string> = new Set(['INTERNAL', 'UNAVAILABLE']);
const OUTCOMES: readonly Outcome[] = ['ok', 'refused', 'failed'];
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SQL_SECONDS_BUCKETS = [0.0005, 0.001, 0.0025, ...SECONDS_BUCKETS];
/** Up to the length of an outage, which listeners hear of afterwards. */
const DELAY_SECONDS_BUCKETS = [...SECONDS_BUCKETS, 60, 600, 3_600];

export function outcomeOf(codes: readonly string[]): Outcome {
  if (codes.some((code) => FAILURES.has(code))) return 'failed';
  return codes.length > 0 ? 'refused' : 'ok';
}

type Errors = readonly { readonly extensions?: { readonly code?: unknown } }[];

/** The codes of an answer; all of them come out of the one error map. */
export function codesOf(errors: Errors | undefined): string[] {
  return (errors ?? []).map(({ extensions }) => String(extensions?.code));
}

/** Makes the metrics of one registry as they are defined. */
class Maker {
  constructor(private readonly registry: Registry) {}

  counter<Label extends string>(definition: MetricDefinition<Label>): Total<Label> {
    return new Total(definition, this.registry);
  }

  gauge<Label extends string>(
    definition: MetricDefinition<Label>,
    collect?: (gauge: Gauge<Label>) => void,
  ): Gauge<Label> {
    const { name, help, labels } = definition;
    const gauge: Gauge<Label> = new Gauge({
      name,
      help,
      labelNames: Object.keys(labels) as Label[],
      registers: [this.registry],
      ...(collect && { collect: () => collect(gauge) }),
    });
    return gauge;
  }

  histogram<Label extends string>(
    definition: MetricDefinition<Label>,
    bounds: readonly number[],
  ): Distribution<Label> {
    return new Distribution(definition, this.registry, bounds);
  }
}

type OperationMetrics = Pick<Metrics, 'finished' | 'answered' | 'executed' | 'rateLimited'>;
type ConnectionMetrics = Pick<
  Metrics,
  'liveOperationOpened' | 'liveOperationClosed' | 'connectionOpened' | 'connectionClosed'
>;

function operationMetrics(make: Maker): OperationMetrics {
  const operations = make.counter(METRICS.operations);
  const byName = make.counter(METRICS.operationsByName);
  const errors = make.counter(METRICS.errors);
  const rateLimited = make.counter(METRICS.rateLimited);
  const executions = make.counter(METRICS.executions);
  const duration = make.histogram(METRICS.operationDuration, SECONDS_BUCKETS);
  const names = new OperationNames((name) => {
    for (const outcome of OUTCOMES) byName.remove({ name, outcome });
  });
  const countErrors = (codes: readonly string[]): void =>
    codes.forEach((code) => errors.inc({ code }));
  return {
    finished({ transport, type, name, hasToken, codes, durationMs }) {
      const outcome = outcomeOf(codes);
      operations.inc({ transport, type, outcome });
      byName.inc({ name: names.labelOf(name, hasToken), outcome });
      countErrors(codes);
      duration.observe({ type }, durationMs / 1_000);
      return outcome;
    },
    answered: (given) => countErrors(codesOf(given)),
    executed: (isCompiled) => executions.inc({ executor: isCompiled ? 'compiled' : 'graphql-js' }),
    rateLimited: (budget) => rateLimited.inc({ budget }),
  };
}

function connectionMetrics(make: Maker): ConnectionMetrics {
  const connections = make.gauge(METRICS.connections);
  const live = make.gauge(METRICS.liveOperations);
  connections.set({ transport: 'websocket' }, 0);
  connections.set({ transport: 'sse' }, 0);
  return {
    liveOperationOpened: () => live.inc(),
    liveOperationClosed: () => live.dec(),
    connectionOpened: (transport) => connections.inc({ transport }),
    connectionClosed: (transport) => connections.dec({ transport }),
  };
}

function eventMetrics(
  make: Maker,
  tail: () => TailLag | undefined,
): Pick<Metrics, 'eventTold' | 'webhookAttempted'> {
  const delay = make.histogram(METRICS.eventDelay, DELAY_SECONDS_BUCKETS);
  const webhookAttempts = make.counter(METRICS.webhookAttempts);
  const webhookDelay = make.histogram(METRICS.webhookDelay, DELAY_SECONDS_BUCKETS);
  make.gauge(METRICS.eventBacklog, (gauge) => gauge.set(tail()?.backlog ?? 0));
  make.gauge(METRICS.eventLogReadAge, (gauge) => gauge.set((tail()?.readAgeMs ?? 0) / 1_000));
  return {
    // Clocks of two servers differ, and that of a demo is set back.
    eventTold: (seconds) => delay.observe({}, Math.max(0, seconds)),
    webhookAttempted(outcome, seconds) {
      webhookAttempts.inc({ outcome });
      if (seconds !== null) webhookDelay.observe({}, Math.max(0, seconds));
    },
  };
}

function databaseMetrics(
  make: Maker,
  pool: () => PoolUse | undefined,
): Pick<Metrics, 'statementAnswered'> {
  const duration = make.histogram(METRICS.sqlDuration, SQL_SECONDS_BUCKETS);
  make.gauge(METRICS.databaseConnections, (gauge) => {
    const { inUse = 0, idle = 0 } = pool() ?? {};
    gauge.set({ state: 'in_use' }, inUse);
    gauge.set({ state: 'idle' }, idle);
  });
  make.gauge(METRICS.databaseWaiting, (gauge) => gauge.set(pool()?.waiting ?? 0));
  return {
    statementAnswered: (statement, seconds) => duration.observe({ statement }, seconds),
  };
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const make = new Maker(registry);
  let watched: WatchedParts | undefined;
  return {
    ...operationMetrics(make),
    ...connectionMetrics(make),
    ...eventMetrics(make, () => watched?.tail()),
    ...databaseMetrics(make, () => watched?.pool()),
    watch(parts) {
      watched = parts;
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
