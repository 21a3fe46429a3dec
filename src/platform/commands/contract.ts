import type { AuditOperation, AuditResourceType } from '../../kernel/audit-operation';
import type { CloudFeature } from '../../kernel/cloud-instance';
import type { ErrorCode } from '../../kernel/error-code';
import type { EventNameKey } from '../../kernel/event-name';
import type { Action } from '../../kernel/role-matrix';
import type { Invariant, SubscriptionChange } from '../../kernel/subscription-change';

/**
 * What a mutation declares about itself. The guards, the runner and the printed directives read this
 * one constant, so that the schema cannot promise what the code does not do.
 */
export interface CommandContract {
  /** Name of the mutation field. */
  readonly name: string;
  /** Row of the role matrix (domain section 6); asked at step 3. */
  readonly action: Action;
  /** Switches of the caller's instance that must be on; asked at step 2. */
  readonly features: readonly CloudFeature[];
  /** Every code that this mutation itself may answer with. */
  readonly rejects: readonly ErrorCode[];
  readonly emits: readonly EventNameKey[];
  /** What digests before and after prove to be untouched; only relationship operations declare it. */
  readonly leavesUnchanged: readonly Invariant[];
  /** Kinds of change to an existing subscription, for `@guardSubscription`. */
  readonly guardsSubscription: SubscriptionChange | null;
  /** The mutation exists to change the Partner of Record, and so refuses always (`@guardPartnerOfRecord`). */
  readonly guardsPartnerOfRecord: boolean;
  readonly operation: AuditOperation;
  readonly resourceType: AuditResourceType;
}

/** The part of a contract that an act needs which is no mutation: something that falls due by itself. */
export type ActContract = Pick<CommandContract, 'name' | 'operation' | 'resourceType'>;

/** Fields every mutation input carries (R40, R41, domain section 5). */
export interface WriteInput {
  readonly clientRequestId?: string | null;
  readonly validateOnly?: boolean | null;
}
