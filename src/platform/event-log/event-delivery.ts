import type { Database } from '../database/database';
import { Notifications } from '../database/notifications';
import type { Logger } from '../logging';
import { EventTail, type LoggedEvent } from './event-tail';

export interface EventDelivery {
  readonly tail: EventTail;
  /** Own events were committed. */
  committed(): void;
  /** Begins to tell other processes of them, and to hear of theirs. */
  start(): void;
  /** Once clients were sent away: an operation whose source ends would tell them that it is complete. */
  stop(): Promise<void>;
}

/** The way of committed events to whoever listens in this process; the embedded database has no other. */
export function deliverEvents(
  databaseUrl: string | null,
  database: Database,
  logger: Logger,
  onTold: (event: LoggedEvent) => void,
): EventDelivery {
  const tail = new EventTail({
    db: database,
    onTold,
    onFailure: (err) => logger.warn({ err }, 'the event log could not be read'),
  });
  let notifications: Notifications | null = null;
  return {
    tail,
    committed() {
      tail.wake();
      notifications?.send();
    },
    start() {
      if (databaseUrl === null) return;
      notifications ??= new Notifications({
        url: databaseUrl,
        channel: 'multipartner_events',
        onMessage: () => tail.wake(),
        onFailure: (err) => logger.warn({ err }, 'no messages of other servers; polling goes on'),
      });
    },
    async stop() {
      await Promise.all([tail.stop(), notifications?.close()]);
    },
  };
}
