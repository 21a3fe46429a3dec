import { Client } from 'pg';

import { newId } from '../../src/platform/ids';
import { callOf, type Step } from './acts';
import { brokenPromises, differences } from './invariants';
import type { Call, Fresh, State, Table } from './model';
import { rule, type Ruling } from './oracle';
import { Target } from './send';
import { type Cast, type Home, leaveWorld, makeWorld, type Observed, observeWorld } from './world';
import type { TestApp } from '../support/test-app';

/** How often each act came to each verdict. */
export class Tally {
  readonly counts = new Map<string, number>();
  steps = 0;
  accepted = 0;
  readonly ms = { send: 0, look: 0 };

  add(act: string, verdict: string): void {
    this.steps += 1;
    const parts = verdict.split(' ');
    if (parts.includes('ok') || parts.includes('repeated')) this.accepted += 1;
    for (const part of new Set(parts)) {
      const key = `${act} ${part}`;
      this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    }
  }

  countOf(act: string, verdict: string): number {
    return this.counts.get(`${act} ${verdict}`) ?? 0;
  }
}

/** A step that did not come out as it should, in words. */
export class Disagreement extends Error {}

/** The attack on one server; its worlds share nothing but the server and its clock. */
export class Attack {
  private constructor(
    private readonly target: Target,
    private readonly client: Client,
    readonly tally: Tally,
  ) {}

  static async on(app: TestApp, tally = new Tally()): Promise<Attack> {
    const client = new Client({ connectionString: app.databaseUrl });
    await client.connect();
    return new Attack(new Target(app), client, tally);
  }

  async end(): Promise<void> {
    this.target.close();
    await this.client.end();
  }

  /** One world, and these steps in it, each compared with what the oracle said before it. */
  async run(home: Home, steps: readonly Step[]): Promise<void> {
    const { clock } = this.target.app;
    const cast = await makeWorld(this.client, home, clock.now());
    const told: string[] = [];
    let before = await this.look(cast);
    for (const step of steps) {
      const call = callOf(before.state, cast, step);
      if (call === null) continue;
      const predicted = rule(before.state, call, placeholders());
      told.push(inWords(call, predicted.verdict));
      before = await this.step(cast, before, call, predicted, told);
    }
    await leaveWorld(this.client, cast);
  }

  private look(cast: Cast): Promise<Observed> {
    return observeWorld(this.client, cast, this.target.app.clock.now());
  }

  private async step(
    cast: Cast,
    before: Observed,
    call: Call,
    predicted: Ruling,
    told: readonly string[],
  ): Promise<Observed> {
    const begun = performance.now();
    const answer = await this.target.send(before.state, call, newId());
    const sent = performance.now();
    const after = await this.look(cast);
    this.tally.ms.send += sent - begun;
    this.tally.ms.look += performance.now() - sent;
    const found = newRows(before.state, after.state);
    const said = rule(before.state, call, found).next;
    const isAccepted = /\b(ok|repeated)\b/.test(answer.verdict);
    const wrong = [
      ...(answer.verdict === predicted.verdict
        ? []
        : [`the oracle says ${predicted.verdict}, the server ${answer.verdict}`]),
      ...(answer.isRepeated === predicted.isRepeated
        ? []
        : [`repeated should be ${predicted.isRepeated}`]),
      ...brokenPromises(before, after, call, isAccepted),
      ...differences(said, after.state),
    ];
    this.tally.add(call.act, answer.verdict);
    if (wrong.length > 0) throw new Disagreement([...told, ...wrong].join('\n'));
    return after;
  }
}

/** Ids that stand for rows not made yet. */
function placeholders(): Fresh {
  let count = 0;
  return (table) => `new ${table} ${(count += 1)}`;
}

/** The rows that were made, in the order of their ids. */
function newRows(before: State, after: State): Fresh {
  const rest = new Map<Table, string[]>();
  return (table) => {
    const ids =
      rest.get(table) ??
      Object.keys(after[table])
        .filter((id) => !(id in before[table]))
        .sort();
    rest.set(table, ids);
    return ids.shift() ?? `missing ${table}`;
  };
}

function inWords({ act, caller, input, isDryRun }: Call, verdict: string): string {
  const who = caller
    ? `${caller.isApplication ? 'application' : caller.roles.join('+')} of ${caller.tenant}`
    : 'nobody';
  return `${who}: ${act}${isDryRun ? ' (dry run)' : ''} ${JSON.stringify(input)} -> ${verdict}`;
}
