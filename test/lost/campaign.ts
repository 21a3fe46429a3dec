import { setTimeout } from 'node:timers/promises';

import { ENTITIES } from '../../src/app';
import { systemClock } from '../../src/kernel/clock';
import type { Database } from '../../src/platform/database/database';
import { openDatabase } from '../../src/platform/database/open-database';
import { Dice } from '../attack/acts';
import { untilTrue } from '../support/until-true';
import { type Act, Client } from './client';
import { Follower } from './follower';
import { Hooks } from './hooks';
import {
  contradictions,
  difference,
  eventsFor,
  gapsOf,
  isProvisioned,
  type Logged,
  loggedEvents,
  readBack,
  unmatched,
} from './judge';
import { LastingServer } from './lasting-server';
import { layWorld, type Reader, type World } from './world';

/** What `npm run lost` hands over; without it the size of every test run. */
export interface Size {
  readonly kills: number;
  readonly restarts: number;
  readonly seed: number;
}

export function sizeOf(env: NodeJS.ProcessEnv): Size {
  const { LOST_KILLS = '5', LOST_RESTARTS = '2', LOST_SEED } = env;
  return {
    kills: Number(LOST_KILLS),
    restarts: Number(LOST_RESTARTS),
    seed: LOST_SEED === undefined ? Date.now() % 0x7fffffff : Number(LOST_SEED),
  };
}

/** For what includes the start of a server on a machine that has other things to do. */
const PATIENCE_MS = 60_000;

/** What a process was sending when it was killed waits for the end of its lease: half a minute, and again for the next. */
const HOOKS_PATIENCE_MS = 120_000;

/** Eight clients that change things, seven subscribers that listen, and one server that is not spared. */
export class Campaign {
  private isOver = false;
  private working: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly server: LastingServer,
    private readonly database: Database,
    readonly clients: readonly Client[],
    readonly followers: readonly Follower[],
    private readonly hooks: Hooks,
  ) {}

  /** Everybody has acted once before the subscribers come: they go on after the first event of all. */
  static async begin(databaseUrl: string, seed: number): Promise<Campaign> {
    const server = await LastingServer.start(databaseUrl);
    try {
      return await Campaign.on(server, databaseUrl, seed);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  private static async on(
    server: LastingServer,
    databaseUrl: string,
    seed: number,
  ): Promise<Campaign> {
    const { database } = await openDatabase({ url: databaseUrl, dataDir: '', entities: ENTITIES });
    const world: World = await layWorld({ database, clock: systemClock });
    const hooks = await Hooks.open(server, world.readers);
    const dice = new Dice(seed);
    const clients = world.lanes.map(
      (lane) => new Client(server, lane, new Dice(dice.below(0x7fffffff))),
    );
    await Promise.all(clients.map((client) => client.step()));
    const [operator] = world.readers;
    const [first] = operator ? await readBack(server, operator.claims) : [];
    if (!first) throw new Error('nobody did anything');
    const followers = world.readers.map((reader) => new Follower(server, reader, first.cursor));
    const campaign = new Campaign(server, database, clients, followers, hooks);
    campaign.working = Promise.all([
      ...clients.map((client) => client.run(() => campaign.isOver)),
      ...followers.map((follower) => follower.run()),
    ]);
    // Whoever fails is heard at the end.
    campaign.working.catch(() => undefined);
    return campaign;
  }

  get acknowledgedCount(): number {
    return this.acts.filter(({ acknowledged }) => acknowledged !== null).length;
  }

  /** Of acts that were acknowledged only after an answer was lost. */
  get resentCount(): number {
    return this.acts.filter(({ acknowledged, tries }) => acknowledged !== null && tries > 1).length;
  }

  /** Of acts whose first answer was lost after the commit. */
  get repeatedCount(): number {
    return this.acts.filter(({ isRepeated }) => isRepeated).length;
  }

  summary(): string {
    const told = this.followers.map(({ ids }) => ids.length);
    const { arrived, repeated } = this.hooks.counts;
    return [
      `${this.acts.length} changes tried, ${this.acknowledgedCount} acknowledged, ${this.resentCount} of them after more than one try, ${this.repeatedCount} done by an earlier try`,
      `${Math.max(...told)} events told to the operator, ${told.slice(1).join(', ')} to the parties`,
      `${arrived} webhooks, ${repeated} of them repetitions`,
      `live operations ended: ${countsOf(this.followers.flatMap(({ ends }) => ends))}`,
      `turned away: ${countsOf(this.clients.flatMap(({ turnedAway }) => turnedAway.map(({ code }) => code)))}`,
    ].join('; ');
  }

  private get acts(): readonly Act[] {
    return this.clients.flatMap(({ acts }) => acts);
  }

  /** Lets the clients get so many more changes through. */
  async progress(count: number): Promise<void> {
    const goal = this.acknowledgedCount + count;
    await untilTrue(() => Promise.resolve(this.acknowledgedCount >= goal), PATIENCE_MS);
  }

  /** Nobody begins anything new; answers with everything that is wrong, one sentence each. */
  async finish(): Promise<readonly string[]> {
    this.isOver = true;
    const log = await this.settled();
    const faults = this.clients.flatMap(({ unexpected }) => unexpected);
    for (const { reader, ids } of this.followers) {
      const read = (await readBack(this.server, reader.claims)).map(({ node }) => node);
      const [wanted, live] = [eventsFor(reader, log), toldOf(reader, log)];
      faults.push(...difference(`${reader.name} reads back`, idsOf(read), idsOf(wanted)));
      faults.push(...difference(`${reader.name} was told`, ids, idsOf(live)));
      if (reader.partyKey === null) faults.push(...gapsOf(read), ...unmatched(this.acts, read));
    }
    return [...faults, ...this.hooks.faults(log), ...(await contradictions(this.database))];
  }

  /** Answers with what the processes of the server have logged as worse than a warning. */
  async end(): Promise<readonly string[]> {
    this.isOver = true;
    this.clients.forEach((client) => client.abandon());
    this.followers.forEach((follower) => follower.stop());
    const logged = await this.server.stop();
    await this.working;
    await this.database.close();
    await this.hooks.close();
    return logged;
  }

  /** The log once the clients are done and the subscribers have heard all of it. */
  private async settled(): ReturnType<typeof loggedEvents> {
    await untilTrue(
      () => Promise.resolve(this.clients.every((client) => !client.isBusy)),
      PATIENCE_MS,
    );
    await untilTrue(() => isProvisioned(this.database), PATIENCE_MS);
    const log = await loggedEvents(this.database);
    const heard = (): boolean =>
      this.followers.every(({ reader, ids }) => ids.length >= toldOf(reader, log).length);
    // Whoever never hears of something is told so by the comparison.
    const isTold = async (): Promise<boolean> => heard() && this.hooks.haveAll(log);
    await untilTrue(isTold, HOOKS_PATIENCE_MS).catch(() => undefined);
    // What would come twice comes now.
    await setTimeout(200);
    return log;
  }
}

const idsOf = (events: readonly { readonly id: string }[]): readonly string[] =>
  events.map(({ id }) => id);

/** Of the log, what comes after the event that all subscribers go on from. */
function toldOf(reader: Reader, log: readonly Logged[]): readonly Logged[] {
  return eventsFor(reader, log.slice(1));
}

/** `1006 × 5, UNAVAILABLE × 2` */
function countsOf(words: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => `${word} × ${count}`).join(', ') || 'none';
}
