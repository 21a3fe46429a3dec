import type { Client } from 'pg';

import { Notifications } from '../../../src/platform/database/notifications';
import { connectedTo } from '../../support/appended-events';
import { cloneDatabase, type TestDatabase } from '../../support/test-database';
import { untilTrue } from '../../support/until-true';

interface Process {
  readonly notifications: Notifications;
  messages: number;
  failures: number;
}

let database: TestDatabase;
let owner: Client;
let processes: Process[];

beforeEach(async () => {
  database = await cloneDatabase('empty');
  owner = await connectedTo(database.url);
  processes = [];
});
afterEach(async () => {
  await Promise.all(processes.map(({ notifications }) => notifications.close()));
  await owner.end();
  await database.drop();
});

/** Waits until it is connected, which is a message as well: there may have been some before. */
async function started(url = database.url): Promise<Process> {
  const one: Process = {
    messages: 0,
    failures: 0,
    notifications: new Notifications({
      url,
      channel: 'multipartner_events',
      onMessage: () => {
        one.messages += 1;
      },
      onFailure: () => {
        one.failures += 1;
      },
    }),
  };
  processes.push(one);
  await until(() => one.messages + one.failures > 0);
  one.messages = 0;
  return one;
}

function until(isSo: () => boolean): Promise<void> {
  return untilTrue(() => Promise.resolve(isSo()));
}

describe('messages between processes', () => {
  test('reach every process but the one that sent them', async () => {
    const [sender, one, other] = [await started(), await started(), await started()];

    sender.notifications.send();
    await until(() => one.messages === 1 && other.messages === 1);
    one.notifications.send();
    await until(() => sender.messages === 1 && other.messages === 2);

    expect(processes.map(({ messages }) => messages)).toEqual([1, 1, 2]);
  });

  test('stay in one database', async () => {
    const elsewhere = await cloneDatabase('empty');
    const sender = await started();
    const other = await started(elsewhere.url);
    const witness = await started();

    sender.notifications.send();
    await until(() => witness.messages === 1);
    await other.notifications.close();
    await elsewhere.drop();

    expect(other.messages).toBe(0);
  });

  test('are few, however often one is asked for, and the last is sent', async () => {
    const [sender, other] = [await started(), await started()];

    for (let count = 0; count < 1_000; count += 1) sender.notifications.send();
    await until(() => other.messages === 2);
    sender.notifications.send();
    await until(() => other.messages === 3);

    expect(other.messages).toBe(3);
  });

  test('come again after the connection was lost, and nobody waits for one that was lost with it', async () => {
    const [sender, other] = [await started(), await started()];

    await owner.query(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'multipartner events'`,
    );
    await until(() => other.messages === 1 && sender.messages === 1);
    sender.notifications.send();
    await until(() => other.messages === 2);

    expect([sender.failures, other.failures]).toEqual([1, 1]);
  });

  test('fail silently for the sender where there is no server, and closing waits for nobody', async () => {
    const nobody = await started('postgres://postgres@127.0.0.1:1/none');

    nobody.notifications.send();
    await nobody.notifications.close();

    expect(nobody.failures).toBeGreaterThan(0);
    expect(nobody.messages).toBe(0);
  });
});
