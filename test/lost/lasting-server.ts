import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '../support/free-port';
import { type Environment, ServerProcess } from '../support/server-process';
import type { Claims, GraphError } from '../support/test-app';
import { Tokens } from './world';

/** An answer of the server; `null` instead of one: it was lost on the way, or never made. */
export interface Heard<Data> {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly data: Data | null;
  readonly errors: readonly GraphError[];
}

const PATIENCE_MS = 15_000;

/** A server that clients know by one address, whichever process is behind it at the time. */
export class LastingServer {
  /** Of processes that have ended. */
  private readonly outputs: string[] = [];

  private constructor(
    readonly address: string,
    private readonly dataDir: string,
    private readonly environment: Environment,
    private process: ServerProcess,
    readonly tokens: Tokens,
  ) {}

  static async start(databaseUrl: string): Promise<LastingServer> {
    const dataDir = mkdtempSync(join(tmpdir(), 'multipartner-lost-'));
    const port = await freePort();
    const environment = {
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      DEMO: '1',
      LOG_LEVEL: 'warn',
      PORT: String(port),
      SECRET_KEY: 'a key that outlives every process of this test',
    };
    const server = new LastingServer(
      `http://127.0.0.1:${port}`,
      dataDir,
      environment,
      ServerProcess.start(environment),
      new Tokens(dataDir),
    );
    await server.listens();
    return server;
  }

  /** How `/readyz` answers; `null`: not at all. */
  async readiness(): Promise<number | null> {
    return fetch(`${this.address}/readyz`).then(
      ({ status }) => status,
      () => null,
    );
  }

  async listens(): Promise<void> {
    await this.process.address();
  }

  /** As the machine would: no signal that it could answer. */
  async kill(): Promise<void> {
    this.process.signal('SIGKILL');
    this.outputs.push((await this.process.exit()).output);
  }

  startAgain(): void {
    this.process = ServerProcess.start(this.environment);
  }

  /** Ends it in an orderly way; answers with all that its processes have logged as worse than a warning. */
  async stop(): Promise<readonly string[]> {
    this.process.signal('SIGTERM');
    this.outputs.push((await this.process.exit()).output);
    rmSync(this.dataDir, { recursive: true, force: true });
    return this.outputs
      .flatMap((it) => it.split('\n'))
      .filter((it) => /"level":"(error|fatal)"/.test(it));
  }

  /** Asks as somebody; `null` where no answer came. */
  async ask<Data>(
    who: Claims,
    query: string,
    variables: object,
    correlationId?: string,
  ): Promise<Heard<Data> | null> {
    const token = await this.tokens.of(who);
    try {
      const response = await fetch(`${this.address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          ...(correlationId && { 'ms-correlationid': correlationId }),
        },
        body: JSON.stringify({ query, variables }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const { data = null, errors = [] } = (await response.json()) as Partial<Heard<Data>>;
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, retryAfter, data, errors };
    } catch {
      return null;
    }
  }
}
