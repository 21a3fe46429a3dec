import { Client } from 'pg';

import { retryDelayMs } from '../backoff';
import { APPLICATION_ROLE } from './data-source';

export interface NotificationsOptions {
  /** A PostgreSQL server; the embedded database has one process and needs no messages. */
  readonly url: string;
  readonly channel: string;
  /** Another process has sent one, or may have while there was no connection. */
  readonly onMessage: () => void;
  /** Told of a connection that is lost or does not come about; it is tried again. */
  readonly onFailure: (error: unknown) => void;
}

/** However much is committed, a process sends no more than one message in this time. */
const SHORTEST_INTERVAL_MS = 20;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Messages between the processes of one database, by LISTEN and NOTIFY over a connection of their own. They
 * carry nothing and some are lost (with the connection, or while there is none): whoever must not miss
 * anything looks by itself as well. Never sent in a transaction of the business, since a NOTIFY
 * takes one lock of the whole cluster until it is committed.
 */
export class Notifications {
  private client: Client | null = null;
  private hasClosed = false;
  private retry: NodeJS.Timeout | null = null;
  private failures = 0;
  private interval: NodeJS.Timeout | null = null;
  private isWanted = false;
  private opening: Promise<void>;

  constructor(private readonly options: NotificationsOptions) {
    this.opening = this.open();
  }

  /** Tells the other processes soon; calls in a short time are one message. */
  send(): void {
    if (this.interval) {
      this.isWanted = true;
      return;
    }
    this.client?.query(`NOTIFY ${this.options.channel}`).catch(() => undefined);
    this.interval = setTimeout(() => {
      this.interval = null;
      if (!this.isWanted) return;
      this.isWanted = false;
      this.send();
    }, SHORTEST_INTERVAL_MS);
    this.interval.unref();
  }

  async close(): Promise<void> {
    this.hasClosed = true;
    if (this.retry) clearTimeout(this.retry);
    if (this.interval) clearTimeout(this.interval);
    await this.opening;
    await this.client?.end().catch(() => undefined);
  }

  private async open(): Promise<void> {
    const { url, channel, onMessage } = this.options;
    const client = new Client({
      connectionString: url,
      application_name: 'multipartner events',
      options: `-c role=${APPLICATION_ROLE}`,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    let isLost = false;
    const lose = (error: unknown): void => {
      if (isLost) return;
      isLost = true;
      this.client = null;
      client.end().catch(() => undefined);
      this.openAgain(error);
    };
    client.on('error', lose);
    client.on('end', () => lose(new Error('the connection for messages has ended')));
    client.on('notification', ({ processId }) => {
      if (processId !== (client as Client & { processID?: number }).processID) onMessage();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      if (isLost) return;
      this.client = client;
      this.failures = 0;
      onMessage();
    } catch (error) {
      lose(error);
    }
  }

  private openAgain(error: unknown): void {
    if (this.hasClosed) return;
    this.options.onFailure(error);
    this.failures += 1;
    this.retry = setTimeout(() => {
      this.opening = this.open();
    }, retryDelayMs(this.failures));
    this.retry.unref();
  }
}
