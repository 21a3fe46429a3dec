import { type Actor, actorStamp } from '../../kernel/actor';
import type { AuditOperation, AuditResourceType, AuditStatus } from '../../kernel/audit-operation';
import type { DomainError } from '../../kernel/domain-error';
import type { Queryable, Transaction } from '../database/database';
import { insertRows, type Row } from '../database/insert-many';
import { newId } from '../ids';

/** What a write attempt was about. A command fills it in as far as it came and the caller may see. */
export interface AuditSubject {
  readonly customerId?: string | null;
  /** The reseller that acted, or whose account was acted on. */
  readonly resellerId?: string | null;
  /** Other resellers that may read the record: the seller of a subscription somebody else tried to change. */
  readonly concernedResellerIds?: readonly string[];
  readonly resourceId?: string | null;
  readonly oldValue?: object | null;
  readonly newValue?: object | null;
  readonly customizedData?: object | null;
}

/** Circumstances of the attempt that the command itself does not decide. */
export interface AuditFacts {
  readonly actor: Actor;
  readonly operation: AuditOperation;
  readonly resourceType: AuditResourceType;
  readonly occurredAt: Date;
  readonly correlationId: string;
  readonly clientRequestId?: string | null;
  readonly isDryRun?: boolean;
  readonly isRepeated?: boolean;
  readonly refusal?: DomainError | null;
}

function statusOf(facts: AuditFacts): AuditStatus {
  return facts.refusal ? 'FAILED' : 'SUCCEEDED';
}

/** Whoever tried something on the account of another reseller reads the record of it as well. */
function concerned(subject: AuditSubject, ownReseller: string | null): string[] {
  const ids = [...(subject.concernedResellerIds ?? [])];
  if (ownReseller !== null && subject.resellerId && subject.resellerId !== ownReseller) {
    ids.push(ownReseller);
  }
  return [...new Set(ids)];
}

/** Writes the one audit record of a write attempt (R42), in the transaction it is given. Answers with its id. */
export async function recordAudit(
  tx: Transaction,
  facts: AuditFacts,
  subject: AuditSubject,
): Promise<string> {
  const [id] = await recordAttempts(tx, [{ facts, subject }]);
  if (id === undefined) throw new Error('the record was not written');
  return id;
}

/** What one audit record is made of. */
export interface AuditAttempt {
  readonly facts: AuditFacts;
  readonly subject: AuditSubject;
}

/** One record for each attempt, in one statement. Answers with their ids, in the same order. */
export async function recordAttempts(
  db: Queryable,
  attempts: readonly AuditAttempt[],
): Promise<readonly string[]> {
  const entries = attempts.map((attempt) => ({ id: newId(), ...attempt }));
  await insertRows(db, 'audit_records', entries.map(auditRow));
  return entries.map(({ id }) => id);
}

function auditRow({ id, facts, subject }: AuditAttempt & { readonly id: string }): Row {
  const { actor, refusal } = facts;
  const ownCustomer = actor.side === 'customer' ? actor.customerId : null;
  const ownReseller = actor.side === 'partner' ? actor.resellerId : null;
  return {
    id,
    occurred_at: facts.occurredAt,
    customer_id: subject.customerId ?? ownCustomer,
    reseller_id: subject.resellerId ?? ownReseller,
    concerned_reseller_ids: concerned(subject, ownReseller),
    actor: actorStamp(actor),
    operation: facts.operation,
    resource_type: facts.resourceType,
    resource_id: subject.resourceId ?? null,
    status: statusOf(facts),
    rule: refusal?.rule ?? null,
    code: refusal?.code ?? null,
    old_value: subject.oldValue ?? null,
    new_value: subject.newValue ?? null,
    correlation_id: facts.correlationId,
    client_request_id: facts.clientRequestId ?? null,
    dry_run: facts.isDryRun ?? false,
    repeated: facts.isRepeated ?? false,
    customized_data: subject.customizedData ?? null,
  };
}
