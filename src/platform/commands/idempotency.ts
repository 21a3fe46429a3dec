import { createHash } from 'node:crypto';

import type { Actor } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import type { AuditSubject } from '../audit/record-audit';
import type { Transaction } from '../database/database';
import { sql } from '../database/sql';

/** How long a repeated call is recognised (D12). */
const WINDOW_HOURS = 24;
const MAX_KEY_LENGTH = 128;

/** What a repeated call answers with, and what its audit record is about. */
export interface StoredOutcome {
  readonly result: object;
  readonly subject: AuditSubject;
}

/** Text of a value in which the order of keys does not count, and "left out" differs from null. */
function canonicalText(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** One remembered call: tenant, user or application, mutation and the caller's own id (R41). */
export class IdempotencyKey {
  private readonly tenantId: string;
  private readonly inputHash: string;

  constructor(
    private readonly actor: Actor,
    private readonly mutation: string,
    private readonly key: string,
    input: object,
  ) {
    if (key.length === 0 || key.length > MAX_KEY_LENGTH) {
      throw new DomainError('INVALID_INPUT', {
        field: 'input.clientRequestId',
        args: key === '' ? { problem: 'BLANK' } : { maximumLength: MAX_KEY_LENGTH },
        detail: `clientRequestId has ${key.length} characters; allowed are 1 to ${MAX_KEY_LENGTH}.`,
      });
    }
    this.tenantId = actor.tenantId ?? '00000000-0000-0000-0000-000000000000';
    this.inputHash = createHash('sha256').update(canonicalText(input)).digest('hex');
  }

  /**
   * What the same call answered before, or null when it is new. The lock is one that a crash releases.
   *
   * @throws IDEMPOTENCY_IN_PROGRESS while the first call still runs, IDEMPOTENCY_KEY_REUSED for another input.
   */
  async claim(tx: Transaction, now: Date): Promise<StoredOutcome | null> {
    const name = JSON.stringify([this.tenantId, this.actor.userId, this.mutation, this.key]);
    const [lock] = await tx.query<{ free: boolean }>(
      sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) AS free`,
    );
    if (!lock?.free) throw new DomainError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 });
    const [known] = await tx.query<{ input_hash: string; result: StoredOutcome }>(sql`
      SELECT input_hash, result FROM idempotency_keys
      WHERE tenant_id = ${this.tenantId} AND caller_id = ${this.actor.userId} AND mutation = ${this.mutation}
        AND key = ${this.key} AND created_at > ${this.oldest(now)}`);
    if (!known) return null;
    if (known.input_hash !== this.inputHash) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    return known.result;
  }

  /** Remembers an accepted change, in its own transaction; forgets what is older than the window. */
  async remember(tx: Transaction, outcome: StoredOutcome, now: Date): Promise<void> {
    await tx.query(sql`
      DELETE FROM idempotency_keys WHERE tenant_id = ${this.tenantId} AND created_at <= ${this.oldest(now)}`);
    await tx.query(sql`
      INSERT INTO idempotency_keys (tenant_id, caller_id, mutation, key, input_hash, result, created_at)
      VALUES (${this.tenantId}, ${this.actor.userId}, ${this.mutation}, ${this.key}, ${this.inputHash},
        ${JSON.stringify(outcome)}, ${now})`);
  }

  private oldest(now: Date): Date {
    return new Date(now.getTime() - WINDOW_HOURS * 3_600_000);
  }
}
