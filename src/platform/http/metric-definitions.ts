/** A metric of this server: what it tells, and what the values of its labels are. All of them are closed or bounded lists. */
export interface MetricDefinition<Label extends string = string> {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** A sentence, for `/metrics` and for docs/metrics.md. */
  readonly help: string;
  /** By label: which values it may have. */
  readonly labels: Readonly<Record<Label, string>>;
}

function define<Label extends string = never>(
  type: MetricDefinition['type'],
  name: string,
  help: string,
  labels: Readonly<Record<Label, string>> = {} as Readonly<Record<Label, string>>,
): MetricDefinition<Label> {
  return { type, name: `multipartner_${name}`, help, labels };
}

const OUTCOMES = '`ok`; `refused`; `failed` = INTERNAL or UNAVAILABLE';

export const METRICS = {
  operations: define(
    'counter',
    'operations_total',
    'Operations by transport, type and outcome; a live operation counts when it begins.',
    {
      transport: '`http`, `websocket`, `sse`',
      type: '`query`, `mutation`, `subscription`; `unknown` where it was not valid',
      outcome: OUTCOMES,
    },
  ),
  operationsByName: define(
    'counter',
    'operations_by_name_total',
    'Operations by the name that their client gave them, and outcome.',
    {
      name: 'one of the 100 that callers use most; `(other)`; `(none)` = without a name, or not valid',
      outcome: OUTCOMES,
    },
  ),
  operationDuration: define(
    'histogram',
    'operation_duration_seconds',
    'Time from the request to its answer.',
    { type: 'as of `multipartner_operations_total`' },
  ),
  executions: define(
    'counter',
    'executions_total',
    'Queries and mutations over HTTP by what executed them.',
    { executor: '`compiled`, `graphql-js`' },
  ),
  errors: define(
    'counter',
    'errors_total',
    'Errors in answers by their code; before an operation begins, in it, and what ends a live one.',
    {
      code: 'of `errorCatalog`, or of the GraphQL layer, such as `GRAPHQL_VALIDATION_FAILED`',
    },
  ),
  rateLimited: define(
    'counter',
    'rate_limited_total',
    'Operations, connections and slow readers that a limit refused, by what was spent.',
    { budget: 'budgets: `caller`, `address`, `guesses`; limits of live operations by their name' },
  ),
  connections: define(
    'gauge',
    'connections',
    'WebSockets and streams of server-sent events that are open now.',
    { transport: '`websocket`, `sse`' },
  ),
  liveOperations: define('gauge', 'live_operations', 'Live operations that are open now.'),
  eventDelay: define(
    'histogram',
    'event_delay_seconds',
    'From the time of an event until this process told its listeners of it; those of a process without listeners are not read.',
  ),
  eventBacklog: define(
    'gauge',
    'event_backlog',
    'Places of the event log that were taken and of which listeners were not told yet; it stays above 0 while a transaction that writes events does not end.',
  ),
  eventLogReadAge: define(
    'gauge',
    'event_log_read_age_seconds',
    'Since the event log was last read; over some seconds, delivery hangs. 0 while nobody listens.',
  ),
  webhookAttempts: define(
    'counter',
    'webhook_attempts_total',
    'Attempts to deliver an event to a webhook endpoint, by what became of them.',
    { outcome: 'of the enum `WebhookAttemptOutcome`' },
  ),
  webhookDelay: define(
    'histogram',
    'webhook_delay_seconds',
    'From the time of an event until the first attempt to deliver it began; what an endpoint was paused for, or an earlier event of its customer failed, is in it.',
  ),
  sqlDuration: define(
    'histogram',
    'sql_duration_seconds',
    'Time from sending a statement until its answer was read.',
    {
      statement: 'first word: `select`, `with`, `insert`, `update`, `delete`, `commit`; or `other`',
    },
  ),
  databaseConnections: define(
    'gauge',
    'database_connections',
    'Connections of the pool to the database.',
    { state: '`in_use`, `idle`' },
  ),
  databaseWaiting: define(
    'gauge',
    'database_waiting',
    'Who waits for a connection of the pool; above 0 for long, the pool is too small or statements are slow.',
  ),
};
