import { Client } from 'pg';

import { newId } from '../../src/platform/ids';
import type { TestApp } from '../support/test-app';
import { callOf, type Step } from './acts';
import { brokenPromises, differences } from './invariants';
import type { Fresh, State, Table } from './model';
import type { Call } from './model';
import { rule, type Ruling } from './oracle';
import { Target } from './send';
import { Tally } from './tally';
import { inWords, withNames } from './words';
import { type Cast, type Home, leaveWorld, makeWorld, type Observed, observeWorld } from './world';

/** A step that did not come out as it should: everything up to it, in words. */
export class Disagreement extends Error {}

/** What a test of the attack itself puts in the place of the real thing. */
export interface Doubles {
  readonly rule?: typeof rule;
  /** Does something behind the server's back after a call. */
  readonly sabotage?: (client: Client, before: State, call: Call) => Promise<void>;
}

/** The attack on one server; its worlds share nothing but the server and its clock. */
export class Attack {
  private constructor(
    private readonly target: Target,
    private readonly client: Client,
    readonly tally: Tally,
    private readonly doubles: Doubles,
  ) {}

  static async on(app: TestApp, doubles: Doubles = {}): Promise<Attack> {
    const client = new Client({ connectionString: app.databaseUrl });
    await client.connect();
    return new Attack(new Target(app), client, new Tally(), doubles);
  }

  async end(): Promise<void> {
    this.target.close();
    await this.client.end();
  }

  /** One world, and these steps in it, each compared with what the oracle said before it. */
  async run(home: Home, steps: readonly (Step | null)[]): Promise<void> {
    const { clock } = this.target.app;
    const cast = await makeWorld(this.client, home, clock.now());
    try {
      const told: string[] = [];
      let before = await this.look(cast);
      for (const step of steps) {
        const call = step && callOf(before.state, cast, step);
        if (call) before = await this.step(cast, before, call, told);
      }
    } finally {
      await leaveWorld(this.client, cast);
    }
  }

  private look(cast: Cast): Promise<Observed> {
    return observeWorld(this.client, cast, this.target.app.clock.now());
  }

  private async step(cast: Cast, before: Observed, call: Call, told: string[]): Promise<Observed> {
    const judge = this.doubles.rule ?? rule;
    const predicted = judge(before.state, call, placeholders());
    told.push(inWords(call, predicted.verdict));
    const answer = await this.target.send(before.state, call, newId());
    await this.doubles.sabotage?.(this.client, before.state, call);
    const after = await this.look(cast);
    const said = judge(before.state, call, newRows(before.state, after.state)()).next;
    const isAccepted = /\b(ok|repeated)\b/.test(answer.verdict);
    const wrong = [
      ...disagreements(predicted, answer),
      ...brokenPromises(before, after, call, isAccepted),
      ...differences(said, after.state),
    ];
    this.tally.add(call.act, answer.verdict);
    if (wrong.length === 0) return after;
    throw new Disagreement(withNames([...told, ...wrong].join('\n'), after.state));
  }
}

function disagreements(predicted: Ruling, answer: Omit<Ruling, 'next'>): string[] {
  if (answer.verdict !== predicted.verdict)
    return [`THE ORACLE SAYS ${predicted.verdict}, THE SERVER ${answer.verdict}`];
  return answer.isRepeated === predicted.isRepeated
    ? []
    : [`repeated should be ${predicted.isRepeated}`];
}

/** Ids that stand for rows not made yet. */
export function placeholders(): Fresh {
  let count = 0;
  return (table) => `new ${table} ${(count += 1)}`;
}

/**
 * The rows that were made, for one act after the other. Of those that are alike the first by its id; but
 * where the records of an act name a row, that one, or two acts of one moment would exchange their rows.
 */
export function newRows(before: State, after: State): (named?: ReadonlySet<string>) => Fresh {
  const taken = new Set<string>();
  const pick = (named: ReadonlySet<string>, table: Table, like: object): string => {
    const made = Object.values(after[table])
      .filter(({ id }) => !(id in before[table]) && !taken.has(id))
      .filter((row) =>
        Object.entries(like).every(([field, value]) => row[field as keyof typeof row] === value),
      )
      .map(({ id }) => id)
      .sort();
    const id = made.find((it) => named.has(it)) ?? made[0] ?? `missing ${table}`;
    taken.add(id);
    return id;
  };
  const source = (id: string) => after.subscriptions[id]?.subscriptionId ?? '';
  return (named = new Set()) =>
    Object.assign((table: Table, like: object) => pick(named, table, like), { source });
}
