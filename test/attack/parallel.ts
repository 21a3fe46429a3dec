import { Client } from 'pg';

import { newId } from '../../src/platform/ids';
import type { TestApp } from '../support/test-app';
import { callOf, type Step } from './acts';
import { differences, mayChange } from './invariants';
import type { Call, Fresh, State } from './model';
import { rule } from './oracle';
import { settleOne } from './oracle-platform';
import { expire } from './oracle-relationships';
import { Disagreement, newRows, placeholders } from './run';
import { type Answer, Target } from './send';
import { Tally } from './tally';
import { inWords, withNames } from './words';
import { type Cast, type Home, leaveWorld, makeWorld, observeWorld } from './world';

/*
 * Several clients at once. No verdict can be told before, so the audit trail is replayed afterwards.
 *
 * What is claimed, and why it is sound. An accepted act writes its audit record inside its transaction,
 * after it holds its locks, with an id from the one process that makes them, and ids grow. Of two acts that
 * touch the same facts the second gets its locks when the first has committed, so its record has the greater
 * id. Therefore in the order of the ids every accepted act must be legal in the state that those before it
 * left, and the last state must be that of the database. A refusal is recorded after its rollback, and a dry
 * run not at all: they must be right in some state between those that were there when the call was sent
 * and those that were there when its answer came.
 */

/** One call of one client, and what came of it. */
interface Sent {
  readonly call: Call;
  readonly correlationId: string;
  readonly begun: number;
  readonly ended: number;
  readonly answer: Answer;
}

interface AuditRow {
  readonly id: string;
  readonly correlation_id: string;
  readonly operation: string;
  readonly status: string;
  readonly code: string | null;
  readonly resource_id: string | null;
  readonly new_value: { readonly file?: string } | null;
}

/** What one round left behind. */
interface Trail {
  readonly records: readonly AuditRow[];
  readonly sent: readonly Sent[];
  /** The call of each imported file. */
  readonly imports: ReadonlyMap<string, string>;
}

/** One accepted act of the trail: by a call, or by the platform. */
interface Accepted {
  readonly sent: Sent | null;
  readonly words: string;
  play(state: State): { readonly next: State; readonly verdict: string };
}

export class ParallelAttack {
  readonly tally = new Tally();

  private constructor(
    private readonly target: Target,
    private readonly clients: readonly Client[],
    private readonly judge: typeof rule,
  ) {}

  /** `judge`: what a test of the attack itself puts in the place of the oracle. */
  static async on(app: TestApp, clientCount: number, judge = rule): Promise<ParallelAttack> {
    const clients = Array.from(
      { length: clientCount },
      () => new Client({ connectionString: app.databaseUrl }),
    );
    for (const client of clients) await client.connect();
    return new ParallelAttack(new Target(app), clients, judge);
  }

  async end(): Promise<void> {
    this.target.close();
    for (const client of this.clients) await client.end();
  }

  /** One world, and rounds in it; time passes only between them. `steps[round][client]`. */
  async run(home: Home, rounds: readonly (readonly (readonly Step[])[])[]): Promise<void> {
    const { clock } = this.target.app;
    const [client] = this.clients as [Client];
    const cast = await makeWorld(client, home, clock.now());
    try {
      for (const steps of rounds) {
        await this.round(cast, steps);
        clock.advance({ days: 40 });
      }
    } finally {
      await leaveWorld(client, cast);
    }
  }

  private async round(cast: Cast, steps: readonly (readonly Step[])[]): Promise<void> {
    const [client] = this.clients as [Client];
    const now = this.target.app.clock.now();
    const since = newId();
    const before = await observeWorld(client, cast, now);
    const sent = await Promise.all(
      this.clients.map((own, index) => this.client(own, cast, steps[index] ?? [])),
    );
    const after = await observeWorld(client, cast, now);
    const { rows } = await client.query<AuditRow>(
      'SELECT id, correlation_id, operation, status, code, resource_id, new_value FROM audit_records WHERE id > $1 ORDER BY id',
      [since],
    );
    const trail = { records: rows, sent: sent.flat(), imports: this.target.imports };
    const wrong = replay(this.judge, before.state, after.state, trail);
    for (const { call, answer } of sent.flat()) this.tally.add(call.act, answer.verdict);
    if (wrong.length > 0) throw new Disagreement(withNames(wrong.join('\n'), after.state));
  }

  /** One client: looks, chooses, sends; the others do the same meanwhile. */
  private async client(own: Client, cast: Cast, steps: readonly Step[]): Promise<Sent[]> {
    const sent: Sent[] = [];
    for (const step of steps) {
      const { state } = await observeWorld(own, cast, this.target.app.clock.now());
      const call = callOf(state, cast, step);
      if (call.act === 'letTimePass') continue;
      const correlationId = newId();
      const begun = performance.now();
      const answer = await this.target.send(state, call, correlationId);
      sent.push({ call, correlationId, begun, ended: performance.now(), answer });
    }
    return sent;
  }
}

/** Everything in which trail, answers and database do not agree. */
function replay(judge: typeof rule, before: State, after: State, written: Trail): string[] {
  const { sent } = written;
  const trail = acceptedOf(judge, written, after, newRows(before, after));
  const states = [before];
  const wrong: string[] = [];
  for (const act of trail) {
    const state = states.at(-1) as State;
    const { next, verdict } = act.play(state);
    const expected = act.sent?.answer.verdict ?? 'ok';
    if (verdict !== expected)
      wrong.push(`${act.words}: done as ${expected}, the oracle says ${verdict} at its place`);
    wrong.push(...trespasses(state, next, act));
    states.push(next);
  }
  for (const one of sent.filter((it) => !trail.some((act) => act.sent === it))) {
    const earliest = trail.filter((act) => act.sent && act.sent.ended < one.begun).length;
    const later = trail.findIndex((act) => act.sent && act.sent.begun > one.ended);
    const window = states.slice(earliest, later < 0 ? undefined : later + 1);
    const verdicts = window.map((state) => judge(state, one.call, placeholders()).verdict);
    if (!verdicts.includes(one.answer.verdict))
      wrong.push(
        `${inWords(one.call, one.answer.verdict)}: the oracle says ${[...new Set(verdicts)].join(' or ')}`,
      );
  }
  return [...wrong, ...differences(states.at(-1) as State, after)];
}

/** The accepted acts in the order of their records; of a call with many items there is one. */
function acceptedOf(
  judge: typeof rule,
  { records, sent, imports }: Trail,
  after: State,
  rowsFor: (named: ReadonlySet<string>) => Fresh,
): Accepted[] {
  const byCorrelation = new Map(sent.map((it) => [it.correlationId, it]));
  const callOfRecord = ({ correlation_id: own, new_value: value }: AuditRow) =>
    byCorrelation.get(imports.get(value?.file ?? '') ?? own);
  const seen = new Set<Sent>();
  return records.flatMap((record): Accepted[] => {
    const call = callOfRecord(record);
    if (call) {
      const isDone = /\b(ok|repeated)\b/.test(call.answer.verdict) && !call.call.isDryRun;
      if (seen.has(call) || !isDone) return [];
      seen.add(call);
      const words = inWords(call.call, call.answer.verdict);
      const own = records.filter((it) => callOfRecord(it) === call);
      const fresh = rowsFor(new Set(own.map((it) => it.resource_id ?? '')));
      return [{ sent: call, words, play: (state) => judge(state, call.call, fresh) }];
    }
    // The demo story lies in the same database; what becomes of it is not this world's.
    const isOurs = [after.subscriptions, after.requests].some(
      (rows) => (record.resource_id ?? '') in rows,
    );
    if (record.status !== 'SUCCEEDED' || !isOurs) return [];
    const words = `the platform: ${record.operation} ${record.resource_id}`;
    return [{ sent: null, words, play: (state) => playPlatform(state, record) }];
  });
}

/** What the timer did, record by record. */
function playPlatform(state: State, { operation, resource_id: id }: AuditRow) {
  const next = JSON.parse(JSON.stringify(state)) as State;
  const request = next.requests[id ?? ''];
  if (operation === 'EXPIRE_RELATIONSHIP_REQUEST') {
    const isDue = request?.status === 'PENDING' && next.now >= request.expiresAt;
    if (request && isDue) expire(request);
    return { next, verdict: isDue ? 'ok' : 'nothing is due' };
  }
  const operations = settleOne(next, id ?? '');
  return { next, verdict: operations === operation ? 'ok' : `due is ${operations ?? 'nothing'}` };
}

/** Subscriptions that an act changed although it may not. */
function trespasses(before: State, next: State, { sent, words }: Accepted): string[] {
  return Object.keys(before.subscriptions)
    .filter(
      (id) => JSON.stringify(before.subscriptions[id]) !== JSON.stringify(next.subscriptions[id]),
    )
    .filter((id) => sent !== null && !mayChange(before, sent.call, id))
    .map((id) => `${words}: changed ${id}`);
}
