import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type App, createApp } from '../../src/app';
import { loadConfig } from '../../src/config';
import type { Clock } from '../../src/kernel/clock';
import { loadCatalogue } from '../../src/modules/catalogue/catalogue-file';
import {
  generateCustomers,
  generateSubscriptions,
  writeCollection,
} from '../../src/modules/demo/generate-bodies';
import { findPersona, personaClaims } from '../../src/modules/demo/personas';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { findAccount } from '../../src/modules/imports/import-account';
import { ImportRun } from '../../src/modules/imports/import-run';
import { sql } from '../../src/platform/database/sql';
import type { ErrorExtensions } from '../../src/platform/graphql/error-map';

/** A persona by name, or the claims of somebody who is none. */
export type Player = string | Readonly<Record<string, unknown>>;

export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: ErrorExtensions;
  }[];
}

/** A clock that stands still between the scenarios. */
class StoryClock implements Clock {
  private time = new Date('2026-03-02T08:00:00.000Z');

  now(): Date {
    return new Date(this.time);
  }

  advanceMinutes(minutes: number): void {
    this.time = new Date(this.time.getTime() + minutes * 60_000);
  }
}

/** A server of the story's own, on a temporary embedded database, and everybody who calls it. */
export class Stage {
  private readonly tokens = new Map<Player, string>();

  private constructor(
    private readonly app: App,
    private readonly address: string,
    private readonly folder: string,
    readonly clock: StoryClock,
  ) {}

  static async open(): Promise<Stage> {
    const folder = await mkdtemp(join(tmpdir(), 'multipartner-story-'));
    try {
      const clock = new StoryClock();
      const config = loadConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' });
      // The timer's statements would be counted among those of a scenario; what a sale brings is done at once anyway.
      const app = await createApp(config, { clock, platformIntervalMs: 3_600_000 });
      return new Stage(app, await app.start(), folder, clock);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.app.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Sends one document over HTTP and gives back what was answered, refusals included. */
  async ask<Data>(
    player: Player,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Answer<Data>> {
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.tokenOf(player)}`,
      },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Partial<Answer<Data>>;
    return { data: body.data as Data, errors: body.errors ?? [] };
  }

  /** The data of a document that must not be refused. */
  async get<Data>(
    player: Player,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<Data> {
    const { data, errors } = await this.ask<Data>(player, query, variables);
    const [first] = errors;
    if (first) throw new Error(`refused with ${first.extensions.code}: ${first.message}`);
    return data;
  }

  /** What the refusal of a document says; an error when it was not refused. */
  async refusalOf(
    player: Player,
    query: string,
    variables: Readonly<Record<string, unknown>> = {},
  ): Promise<ErrorExtensions> {
    const { data, errors } = await this.ask<unknown>(player, query, variables);
    const [first] = errors;
    if (!first) throw new Error(`accepted with ${JSON.stringify(data)}`);
    return first.extensions;
  }

  /** SHA-256 over every column of every subscription that a customer holds, by subscription. */
  async subscriptionRowHashes(tenantId: string): Promise<readonly string[]> {
    const rows = await this.app.database.query<{ hash: string }>(sql`
      SELECT encode(sha256(convert_to(s::text, 'UTF8')), 'hex') AS hash
      FROM subscriptions s JOIN customers c ON c.id = s.customer_id
      WHERE c.tenant_id = ${tenantId} ORDER BY s.subscription_id`);
    return rows.map(({ hash }) => hash);
  }

  /**
   * Number of SQL statements that `work` sends: the fewest of three times, because the server looks for webhooks
   * once a second, and its statements may fall into one of them.
   */
  async countStatements(work: () => Promise<unknown>): Promise<number> {
    const counts: number[] = [];
    for (let time = 0; time < 3; time += 1) {
      let count = 0;
      const stop = this.app.statementLog.listen(() => (count += 1));
      try {
        await work();
      } finally {
        stop();
      }
      counts.push(count);
    }
    return Math.min(...counts);
  }

  /** Imports generated customers, with subscriptions, of reseller A's account. */
  async importCustomers(customers: number): Promise<void> {
    const options = { seed: 14, customers, subscriptionsPerCustomer: 3 };
    const files = [join(this.folder, 'customers.json'), join(this.folder, 'subscriptions.json')];
    await writeCollection(files[0] as string, generateCustomers(options));
    await writeCollection(files[1] as string, generateSubscriptions(options));
    const account = await findAccount(this.app.database, DEMO_TENANTS.resellerA.tenantId);
    if (!account) throw new Error('reseller A is not in the demo story');
    const request = { files, account, customer: null, country: 'CN' };
    const run = new ImportRun(
      this.app.database,
      this.clock,
      'CHINA_21VIANET',
      loadCatalogue(null),
      request,
    );
    const { isClean, problemCount } = await run.run();
    if (!isClean) throw new Error(`the import of generated bodies has ${problemCount} problems`);
  }

  private async tokenOf(player: Player): Promise<string> {
    const known = this.tokens.get(player);
    if (known !== undefined) return known;
    const persona = typeof player === 'string' ? findPersona(player) : null;
    if (typeof player === 'string' && !persona) throw new Error(`there is no persona ${player}`);
    if (!this.app.demoIssuer) throw new Error('the story needs the demo issuer');
    const claims = persona ? personaClaims(persona) : (player as Readonly<Record<string, unknown>>);
    const { token } = await this.app.demoIssuer.issue(claims);
    this.tokens.set(player, token);
    return token;
  }
}
