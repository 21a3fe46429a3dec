import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import {
  DataDirInUseError,
  type EmbeddedDatabase,
  sharedEmbeddedAddress,
  startEmbeddedDatabase,
} from '../../../src/platform/database/embedded';

describe('the folder of the embedded database', () => {
  let dataDir: string;
  let running: EmbeddedDatabase | null = null;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'multipartner-embedded-'));
  });
  afterEach(async () => {
    await running?.stop();
    running = null;
    rmSync(dataDir, { recursive: true, force: true });
  });

  test('has one owner: a second start is refused', async () => {
    running = await startEmbeddedDatabase(dataDir);

    await expect(startEmbeddedDatabase(dataDir)).rejects.toThrow(DataDirInUseError);
  }, 60_000);

  test('of two starts at once one wins', async () => {
    const starts = await Promise.allSettled([
      startEmbeddedDatabase(dataDir),
      startEmbeddedDatabase(dataDir),
    ]);

    const winners = starts.flatMap((it) => (it.status === 'fulfilled' ? [it.value] : []));
    running = winners[0] ?? null;
    expect(winners).toHaveLength(1);
  }, 60_000);

  test('is nobody’s after a stop, or when its owner died', async () => {
    expect(await sharedEmbeddedAddress(dataDir)).toBeNull();
    writeFileSync(
      join(dataDir, 'owner.json'),
      // No process has this id: the kernel counts up to 4,194,304.
      JSON.stringify({ pid: 4_194_305, startedAt: null, socketDirectory: dataDir, isShared: true }),
    );

    expect(await sharedEmbeddedAddress(dataDir)).toBeNull();
  });

  test('lets others in only when it says so, and they wait for it', async () => {
    running = await startEmbeddedDatabase(dataDir);
    let found = false;
    const waiting = sharedEmbeddedAddress(dataDir).then((address) => {
      found = true;
      return address;
    });

    await setTimeout(300);
    expect(found).toBe(false);
    running.share();

    expect(await waiting).toEqual(running.address);
  }, 60_000);
});
