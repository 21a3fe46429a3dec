import type { Actor, PlatformActor } from '../../kernel/actor';
import type { AuditOperation, AuditResourceType } from '../../kernel/audit-operation';
import type { Clock } from '../../kernel/clock';
import { DomainError } from '../../kernel/domain-error';
import type { AuditSubject } from '../audit/record-audit';
import type { Declaration, Transaction } from '../database/database';
import type { EventDraft } from '../event-log/append-events';
import type { ActContract, CommandContract, WriteInput } from './contract';

/** From where a command is called: a request, a timer or a test. */
export interface CommandContext {
  readonly actor: Actor;
  readonly correlationId: string;
  readonly clock: Clock;
}

/** Something that falls due on the way of a caller's act, and is the platform's. */
export interface PlatformAct {
  readonly actor: PlatformActor;
  readonly operation: AuditOperation;
  readonly resourceType: AuditResourceType;
  readonly subject: AuditSubject;
  readonly event: EventDraft;
}

/** What a command works with, inside its one transaction. */
export interface CommandScope {
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly correlationId: string;
  /** One instant for the whole command. */
  readonly now: Date;
  /**
   * Says for the audit what the attempt is about; later calls add to earlier ones. Call it only with
   * what the caller may see, since a refusal is recorded with whatever is known by then.
   */
  about(subject: AuditSubject): void;
  /** An event of the change; written in the same transaction, at its end. */
  emit(event: EventDraft): void;
  /** An act of the platform that comes with this one: with an audit record of its own, and an event before this act's. */
  recordPlatformAct(act: PlatformAct): void;
  /** An event of the refusal that may follow; written with the audit record of a refusal. */
  emitIfRefused(event: (refusal: DomainError) => EventDraft): void;
  /** The act was done before and nothing changes now; audited as repeated. */
  markRepeated(): void;
}

/**
 * One business act. `execute` reads from top to bottom: load, lock, decide, write, record, return. Its
 * result is plain JSON of ids and small flags, because it is kept for repeated calls (R41); the objects
 * are read again from it, with the rights of the moment.
 */
export interface Act<Input extends WriteInput, Result extends object> {
  readonly contract: ActContract;
  readonly operation: Declaration['operation'];
  execute(scope: CommandScope, input: Input): Promise<Result>;
}

/** An act that callers ask for by a mutation; one without is the platform's own. */
export interface Command<Input extends WriteInput, Result extends object> extends Act<
  Input,
  Result
> {
  readonly contract: CommandContract;
}

/** One of several acts that one call asks for. */
export interface CommandItem<Input extends WriteInput> {
  readonly scope: CommandScope;
  readonly input: Input;
}

/**
 * A command that decides many items in about as many statements as one. `executeEach` answers for each
 * item, in their order, as if they had come one after the other; a refused one comes back as its refusal
 * and has written nothing. `execute` is the same for a single item, so that there is one rule for both.
 */
export interface BulkCommand<Input extends WriteInput, Result extends object> extends Command<
  Input,
  Result
> {
  /** All scopes share one transaction and one instant. */
  executeEach(items: readonly CommandItem<Input>[]): Promise<readonly (Result | DomainError)[]>;
}

/** `execute` of a bulk command: the refusal of the only item is thrown. */
export async function executeOne<Input extends WriteInput, Result extends object>(
  command: Pick<BulkCommand<Input, Result>, 'executeEach'>,
  scope: CommandScope,
  input: Input,
): Promise<Result> {
  const [outcome] = await command.executeEach([{ scope, input }]);
  if (outcome === undefined) throw new Error('the command answered nothing');
  if (outcome instanceof DomainError) throw outcome;
  return outcome;
}

export interface CommandOutcome<Result> {
  readonly result: Result;
  /** `validateOnly` was set: every step was asked and nothing was changed. */
  readonly isDryRun: boolean;
  readonly isRepeated: boolean;
}
