import { createHash } from 'node:crypto';

import type { Actor } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import type { AuditSubject } from '../audit/record-audit';
import type { Transaction } from '../database/database';
import { insertRows } from '../database/insert-many';
import { sql } from '../database/sql';
import type { WriteInput } from './contract';

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
  readonly tenantId: string;
  readonly inputHash: string;

  constructor(
    readonly actor: Actor,
    readonly mutation: string,
    readonly key: string,
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

  /** The same for two calls that may be the same call. */
  get name(): string {
    return JSON.stringify([this.tenantId, this.actor.userId, this.mutation, this.key]);
  }
}

/** The key of a call, null where the caller gave it no id. A dry run and its real call are one input. */
export function keyOf(
  actor: Actor,
  mutation: string,
  clientRequestId: string | null | undefined,
  input: WriteInput,
): IdempotencyKey | null {
  if (clientRequestId === undefined || clientRequestId === null) return null;
  const { clientRequestId: _id, validateOnly: _validateOnly, ...rest } = input;
  return new IdempotencyKey(actor, mutation, clientRequestId, rest);
}

/** An outcome to remember under its key. */
export interface Remembered {
  readonly key: IdempotencyKey;
  readonly outcome: StoredOutcome;
}

/**
 * What each of these calls answered before, or null for one that is new. All are of one caller and no
 * two of one name. The locks are ones that a crash releases. A call is IDEMPOTENCY_IN_PROGRESS while its
 * first one still runs, IDEMPOTENCY_KEY_REUSED for another input.
 */
export async function claimKeys(
  tx: Transaction,
  keys: readonly IdempotencyKey[],
  now: Date,
): Promise<ReadonlyMap<IdempotencyKey, StoredOutcome | DomainError | null>> {
  const [first] = keys;
  if (!first) return new Map();
  const locks = await tx.query<{ name: string; free: boolean }>(sql`
    SELECT name, pg_try_advisory_xact_lock(hashtextextended(name, 0)) AS free
    FROM unnest(${keys.map(({ name }) => name)}::text[]) AS wanted (name)`);
  const free = new Set(locks.filter((lock) => lock.free).map(({ name }) => name));
  const rows = await tx.query<{
    mutation: string;
    key: string;
    input_hash: string;
    result: StoredOutcome;
  }>(sql`
    SELECT mutation, key, input_hash, result FROM idempotency_keys
    WHERE tenant_id = ${first.tenantId} AND caller_id = ${first.actor.userId}
      AND (mutation, key) IN (
        SELECT * FROM unnest(${keys.map(({ mutation }) => mutation)}::text[], ${keys.map(({ key }) => key)}::text[])
      )
      AND created_at > ${oldest(now)}`);
  const known = new Map(rows.map((row) => [JSON.stringify([row.mutation, row.key]), row]));
  return new Map(
    keys.map((key) => {
      if (!free.has(key.name)) {
        return [key, new DomainError('IDEMPOTENCY_IN_PROGRESS', { retryAfterSeconds: 1 })];
      }
      const row = known.get(JSON.stringify([key.mutation, key.key]));
      if (!row) return [key, null];
      const isSame = row.input_hash === key.inputHash;
      return [key, isSame ? row.result : new DomainError('IDEMPOTENCY_KEY_REUSED')];
    }),
  );
}

/** Remembers accepted changes of one caller, in their transaction; forgets what is older than the window. */
export async function rememberOutcomes(
  tx: Transaction,
  outcomes: readonly Remembered[],
  now: Date,
): Promise<void> {
  const [first] = outcomes;
  if (!first) return;
  await tx.query(sql`
    DELETE FROM idempotency_keys WHERE tenant_id = ${first.key.tenantId} AND created_at <= ${oldest(now)}`);
  const rows = outcomes.map(({ key, outcome }) => ({
    tenant_id: key.tenantId,
    caller_id: key.actor.userId,
    mutation: key.mutation,
    key: key.key,
    input_hash: key.inputHash,
    result: outcome,
    created_at: now,
  }));
  await insertRows(tx, 'idempotency_keys', rows);
}

function oldest(now: Date): Date {
  return new Date(now.getTime() - WINDOW_HOURS * 3_600_000);
}
