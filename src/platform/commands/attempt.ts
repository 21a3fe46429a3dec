import { type Actor, actorStamp } from '../../kernel/actor';
import type { DomainError } from '../../kernel/domain-error';
import { type AuditAttempt, type AuditSubject, recordAttempts } from '../audit/record-audit';
import type { Declaration, Transaction } from '../database/database';
import type { EventCircumstances, EventDraft, RecordedEvent } from '../event-log/append-events';
import type { CommandContext, CommandScope, PlatformAct } from './command';
import type { ActContract, WriteInput } from './contract';

/** What one run gathers beside its writes. Made anew for each attempt of a transaction. */
export class Notes {
  subject: AuditSubject = {};
  readonly events: EventDraft[] = [];
  readonly platformActs: PlatformAct[] = [];
  readonly refusalEvents: ((refusal: DomainError) => EventDraft)[] = [];
  isRepeated = false;

  about(subject: AuditSubject): void {
    this.subject = { ...this.subject, ...subject };
  }
}

export function scopeOf(
  tx: Transaction,
  context: CommandContext,
  now: Date,
  notes: Notes,
): CommandScope {
  return {
    tx,
    actor: context.actor,
    correlationId: context.correlationId,
    now,
    about: (subject) => notes.about(subject),
    emit: (event) => notes.events.push(event),
    recordPlatformAct: (act) => notes.platformActs.push(act),
    emitIfRefused: (event) => notes.refusalEvents.push(event),
    markRepeated: () => {
      notes.isRepeated = true;
    },
  };
}

/** What the transaction of an attempt says about itself to the database's own refusals. */
export function declarationOf(operation: Declaration['operation'], actor: Actor): Declaration {
  return { actor: declaredActor(actor), operation };
}

function declaredActor(actor: Actor): string {
  switch (actor.side) {
    case 'partner':
      return `reseller:${actor.resellerId}`;
    case 'customer':
      return `customer:${actor.customerId}`;
    case 'newTenant':
      return `customer:${actor.tenantId}`;
    case 'operator':
    case 'platform':
      return actor.side;
  }
}

/** The audit record of an attempt (R42). */
export function attemptRecord(
  contract: ActContract,
  context: CommandContext,
  input: WriteInput,
  occurredAt: Date,
  notes: Notes,
  refusal: DomainError | null,
): AuditAttempt {
  const { subject, isRepeated } = notes;
  return {
    facts: {
      actor: context.actor,
      operation: contract.operation,
      resourceType: contract.resourceType,
      occurredAt,
      correlationId: context.correlationId,
      clientRequestId: input.clientRequestId ?? null,
      isDryRun: input.validateOnly ?? false,
      isRepeated,
      refusal,
    },
    // Where the act had been done before, nothing was to change.
    subject: isRepeated ? { ...subject, oldValue: null, newValue: null } : subject,
  };
}

/** An attempt that is over: its record, and the events that it tells. */
export interface RecordedAttempt {
  readonly record: AuditAttempt;
  readonly notes: Notes;
  readonly events: readonly EventDraft[];
}

/**
 * Writes the records of attempts, and of what the platform did on their way. Answers with the events to
 * append, each with the record of its act; those of the platform come first.
 */
export async function recordAll(
  tx: Transaction,
  attempts: readonly RecordedAttempt[],
  { correlationId }: CommandContext,
  occurredAt: Date,
): Promise<readonly RecordedEvent[]> {
  // A refusal was rolled back, with all that had come on its way.
  const accepted = attempts.filter(({ record }) => !record.facts.refusal);
  const onTheWay = accepted.flatMap(({ notes }) =>
    notes.platformActs.map(({ subject, event, ...act }) => ({
      record: { facts: { ...act, occurredAt, correlationId }, subject },
      events: [event],
    })),
  );
  const ids = await recordAttempts(
    tx,
    [...attempts, ...onTheWay].map(({ record }) => record),
  );
  const told = [...attempts, ...onTheWay].map(({ events }, index) =>
    events.map((event): RecordedEvent => ({ ...event, auditRecordId: ids[index] ?? '' })),
  );
  return [...told.slice(attempts.length), ...told.slice(0, attempts.length)].flat();
}

export function writtenBy(context: CommandContext, occurredAt: Date): EventCircumstances {
  return { actor: actorStamp(context.actor), correlationId: context.correlationId, occurredAt };
}
