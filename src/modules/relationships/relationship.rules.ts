import type { Caller } from '../../kernel/actor';
import type { CloudPolicy } from '../../kernel/cloud-instance';
import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { etagOf, refusalOfEtag } from '../../kernel/etag';
import { refusalToEnter } from '../../kernel/guard-steps';
import { RelationshipStatus } from '../../kernel/relationship-status';
import type { Service } from '../../kernel/service';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import { RELATIONSHIP_OPERATIONS } from './relationship-operations';

export { RelationshipStatus };

export const RelationshipOrigin = {
  INVITATION: 'INVITATION',
  CUSTOMER_CREATED_BY_RESELLER: 'CUSTOMER_CREATED_BY_RESELLER',
  MIGRATED: 'MIGRATED',
} as const;
export type RelationshipOrigin = (typeof RelationshipOrigin)[keyof typeof RelationshipOrigin];

export const RELATIONSHIP_EVENTS = ['accepted', 'createCustomer', 'import', 'remove'] as const;
export type RelationshipEvent = (typeof RELATIONSHIP_EVENTS)[number];

/**
 * Domain section 4.3. `accepted` on an ACTIVE one only adds privileges (R9); on a REMOVED one it makes
 * a new row, see `startsNewRow`.
 */
export const RELATIONSHIP_TRANSITIONS: TransitionTable<
  RelationshipStatus | 'NONE',
  RelationshipEvent
> = {
  NONE: { accepted: 'ACTIVE', createCustomer: 'ACTIVE', import: 'ACTIVE' },
  ACTIVE: { accepted: 'ACTIVE', remove: 'REMOVED' },
  REMOVED: { accepted: 'ACTIVE' },
};

/** Whether an acceptance writes a new row: the old one of a REMOVED relationship stays as history (R32). */
export function startsNewRow(state: RelationshipStatus | 'NONE'): boolean {
  return state !== 'ACTIVE';
}

export interface RelationshipFacts {
  readonly customerId: string;
  readonly resellerId: string;
  readonly status: RelationshipStatus;
  readonly version: number;
}

/** Step 4: a relationship of two others does not exist for the caller. */
export function refusalToSeeRelationship(
  actor: Caller | null,
  relationship: Pick<RelationshipFacts, 'customerId' | 'resellerId'>,
): DomainError | null {
  switch (actor?.side) {
    case 'partner':
      if (actor.resellerId === relationship.resellerId) return null;
      break;
    case 'customer':
      if (actor.customerId === relationship.customerId) return null;
      break;
    case 'operator':
      return null;
    case 'newTenant':
    case undefined:
      break;
  }
  return new DomainError('NOT_FOUND');
}

/** A subscription that the reseller of the relationship sold to the customer. */
export interface SoldSubscription {
  readonly id: string;
  readonly name: string | null;
  readonly service: Service;
  readonly status: string;
}

// PENDING ones become active by themselves (D9). Everything else may stay behind (R30, R32).
const BLOCKING_STATUSES: readonly string[] = ['ACTIVE', 'PENDING'];

/**
 * R30, R31: RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS with every subscription in the way. Nothing is
 * suspended to make the removal possible.
 */
export function refusalOfSoldSubscriptions(sold: readonly SoldSubscription[]): DomainError | null {
  const blocking = sold.filter(({ status }) => BLOCKING_STATUSES.includes(status));
  if (blocking.length === 0) return null;
  return new DomainError('RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS', {
    blockers: blocking.map(({ id, name, service, status }) => ({
      type: 'Subscription',
      id,
      name,
      service,
      // Provisioning ends by itself; until then nothing clears it.
      clearedBy: status === 'ACTIVE' ? 'suspendSubscription' : null,
    })),
  });
}

export interface RemovalFacts {
  readonly policy: CloudPolicy;
  readonly relationship: RelationshipFacts;
  /** Subscriptions that this reseller itself transacts with the customer. */
  readonly sold: readonly SoldSubscription[];
}

/** removeRelationship: R34 for the customer's side, the reseller's global administrator, then R30. */
export function refusalToRemove(
  actor: Caller | null,
  facts: RemovalFacts,
  input: { readonly ifMatch?: string | null } = {},
): DomainError | null {
  const { policy, relationship, sold } = facts;
  return firstRefusal(
    () => refusalToEnter(RELATIONSHIP_OPERATIONS.removeRelationship, actor, policy),
    () => refusalToSeeRelationship(actor, relationship),
    // What a removed relationship left behind is no longer in its way: the state answers.
    () => (relationship.status === 'ACTIVE' ? refusalOfSoldSubscriptions(sold) : null),
    () => refusalToMove(RELATIONSHIP_TRANSITIONS, relationship.status, 'remove'),
    () => refusalOfEtag('ACCEPTED', input.ifMatch, etagOf(relationship.version)),
  );
}
