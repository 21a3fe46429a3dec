import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from './free-port';
import { makePostgresFolder } from './postgres-folder';

/** How a PostgreSQL server is stopped: it ends its sessions, or it crashes and recovers at the next start. */
const WAYS_TO_STOP = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;
export type WayToStop = keyof typeof WAYS_TO_STOP;

/** A PostgreSQL server that a test may stop and start again on the same folder. */
export class OwnPostgres {
  private constructor(
    /** Address of its maintenance database, as a superuser. */
    readonly url: string,
    private readonly directory: string,
    private readonly keeper: ChildProcess,
  ) {}

  static async start(): Promise<OwnPostgres> {
    const port = await freePort();
    const directory = makePostgresFolder();
    const isRoot = process.getuid?.() === 0;
    const keeper = fork(
      join(__dirname, 'postgres-keeper.mjs'),
      [join(directory, 'data'), String(port), String(isRoot)],
      { execArgv: [] },
    );
    const url = `postgres://postgres:password@127.0.0.1:${port}/postgres`;
    const postgres = new OwnPostgres(url, directory, keeper);
    await postgres.hears('ready');
    await postgres.startAgain();
    return postgres;
  }

  async stop(way: WayToStop): Promise<void> {
    this.keeper.send(WAYS_TO_STOP[way]);
    await this.hears(WAYS_TO_STOP[way]);
  }

  async startAgain(): Promise<void> {
    this.keeper.send('start');
    await this.hears('start');
  }

  async remove(): Promise<void> {
    if (this.keeper.connected) {
      const gone = once(this.keeper, 'exit');
      this.keeper.disconnect();
      await gone;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async hears(wanted: string): Promise<void> {
    const [said] = (await Promise.race([
      once(this.keeper, 'message'),
      once(this.keeper, 'exit').then(() => ['the keeper of PostgreSQL ended']),
    ])) as [string];
    if (said !== wanted) throw new Error(said);
  }
}
