import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import { type App, createApp } from '../../src/app';
import { loadConfig } from '../../src/config';
import type { CloudInstance } from '../../src/kernel/cloud-instance';
import { findPersona, personaClaims } from '../../src/modules/demo/personas';
import type { HostLookup } from '../../src/modules/webhooks/webhook-hosts';
import type { Database } from '../../src/platform/database/database';
import type { ErrorExtensions } from '../../src/platform/graphql/error-map';
import type { Logger } from '../../src/platform/logging';
import type { RateLimits } from '../../src/platform/rate-limit/rate-limiter';
import { TestClock } from './test-clock';
import { cloneDatabase, type Template } from './test-database';

/** Signs invitation links in the tests. */
export const TEST_SECRET_KEY = 'a secret key that only the tests know';

export interface GraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: ErrorExtensions;
}

/** An answer as it came over HTTP. `data` is what the document asked for; tests know its shape. */
export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data;
  readonly errors: readonly GraphError[];
}

/** Claims of a caller who is no persona: another tenant, or other roles. */
export type Claims = Readonly<Record<string, unknown>>;

export interface TestAppOptions {
  readonly template?: Template;
  /** Use this app's database and clock: two servers on one database. */
  readonly beside?: TestApp;
  /** How often the platform does what is due; left out: never, so that nothing happens by itself. */
  readonly platformIntervalMs?: number;
  /** Other budgets than those of the demo, which no test uses up by accident. */
  readonly rateLimits?: RateLimits;
  readonly logger?: Logger;
  /** Of the server and of the demo story that it loads into an empty database; left out: 21Vianet. */
  readonly instance?: CloudInstance;
  /** Path of the catalogue file; left out: what comes with the server. */
  readonly catalogueFile?: string;
  /** What the hosts of webhooks resolve to; left out: as the system says. */
  readonly hostLookup?: HostLookup;
  readonly webhookTimeoutMs?: number;
}

/** One statement as it went to the database. */
export interface SentQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The whole server on a database of its own, used as its clients use it: over HTTP. */
export class TestApp {
  private readonly tokens = new Map<string, string>();

  private constructor(
    private readonly app: App,
    readonly address: string,
    readonly clock: TestClock,
    /** Of its owner, for whoever wants a connection beside the server's. */
    readonly databaseUrl: string,
    private readonly cleanUp: () => Promise<void>,
  ) {}

  static async start(options: Template | TestAppOptions = {}): Promise<TestApp> {
    const said = typeof options === 'string' ? { template: options } : options;
    const { template = 'story', beside, platformIntervalMs = null } = said;
    const { logger, rateLimits, instance, catalogueFile, hostLookup, webhookTimeoutMs } = said;
    const clone = beside
      ? { url: beside.databaseUrl, drop: () => Promise.resolve() }
      : await cloneDatabase(template);
    const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-test-'));
    const clock = beside?.clock ?? new TestClock();
    const config = loadConfig({
      DATABASE_URL: clone.url,
      DATA_DIR: dataDir,
      DEMO: '1',
      LOG_LEVEL: 'silent',
      PORT: '0',
      SECRET_KEY: TEST_SECRET_KEY,
      ...(instance && { CLOUD_INSTANCE: instance }),
      ...(catalogueFile && { CATALOGUE_FILE: catalogueFile }),
    });
    const app = await createApp(config, {
      clock,
      poolSize: 6,
      platformIntervalMs,
      ...(logger && { logger }),
      ...(rateLimits && { rateLimits }),
      ...(hostLookup && { hostLookup }),
      ...(webhookTimeoutMs && { webhookTimeoutMs }),
    });
    return new TestApp(app, await app.start(), clock, clone.url, async () => {
      await app.stop();
      await clone.drop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }

  stop(): Promise<void> {
    return this.cleanUp();
  }

  /** Tries every webhook that is due now. */
  deliverWebhooks(): Promise<void> {
    return this.app.deliverWebhooks();
  }

  get database(): Database {
    return this.app.database;
  }

  /** Changes the tables themselves, which the role of the server may not. */
  async asOwner(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  /** Resolves once exactly so many live operations listen: what is published before passes them by. */
  async untilListening(count: number): Promise<void> {
    while (this.app.tail.listenerCount !== count) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** As after a commit of its own, for tests that write events beside the commands. */
  wake(): void {
    this.app.tail.wake();
  }

  /** A bearer token: of a persona by name, or with these claims. */
  async token(who: string | Claims): Promise<string> {
    const key = JSON.stringify(who);
    const known = this.tokens.get(key);
    if (known) return known;
    const { demoIssuer } = this.app;
    const persona = typeof who === 'string' ? findPersona(who) : null;
    if (!demoIssuer || (typeof who === 'string' && !persona)) {
      throw new Error(`there is no persona ${key}`);
    }
    const claims = persona ? personaClaims(persona) : (who as Claims);
    const { token } = await demoIssuer.issue(claims);
    this.tokens.set(key, token);
    return token;
  }

  /** Sends one document as a persona (`null` = without a token) and gives back data and errors. */
  async as<Data = Record<string, never>>(
    who: string | Claims | null,
    query: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Answer<Data>> {
    const authorization: Record<string, string> =
      who === null ? {} : { authorization: `Bearer ${await this.token(who)}` };
    const response = await fetch(`${this.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as { data?: Data; errors?: GraphError[] };
    return {
      status: response.status,
      headers: response.headers,
      data: body.data ?? (null as Data),
      errors: body.errors ?? [],
    };
  }

  /** The same where nothing may be refused: fails with the errors in its message. */
  async succeed<Data = Record<string, never>>(
    who: string | Claims | null,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<Data> {
    const { data, errors } = await this.as<Data>(who, query, variables);
    if (errors.length > 0) throw new Error(`refused: ${JSON.stringify(errors, null, 2)}`);
    return data;
  }

  /** The refusal of the first field that was refused: code and rule, or null where nothing was. */
  async refusal(
    who: string | Claims | null,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<{ readonly code: string; readonly rule: string | null } | null> {
    const { errors } = await this.as(who, query, variables);
    const [first] = errors;
    return first ? { code: first.extensions.code, rule: first.extensions.rule } : null;
  }

  /** The SQL statements that `work` sends, those of the transaction's frame included. */
  async statementsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
    return (await this.queriesOf(work)).map(({ text }) => text);
  }

  /** The same with their parameters. */
  async queriesOf(work: () => Promise<unknown>): Promise<readonly SentQuery[]> {
    const queries: SentQuery[] = [];
    const stop = this.app.statementLog.listen((text, values) => queries.push({ text, values }));
    try {
      await work();
    } finally {
      stop();
    }
    return queries;
  }
}
