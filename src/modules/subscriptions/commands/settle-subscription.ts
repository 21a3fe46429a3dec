import { In } from 'typeorm';

import { platformActor } from '../../../kernel/actor';
import type { AuditOperation } from '../../../kernel/audit-operation';
import {
  CLOUD_POLICIES,
  type CloudInstance,
  type CloudPolicy,
} from '../../../kernel/cloud-instance';
import type { Act, CommandScope } from '../../../platform/commands/command';
import type { ActContract, WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import type { Catalogue } from '../../catalogue/catalogue';
import { SubscriptionEntity } from '../subscription.entity';
import { addOnsFollowing, type DueEvent, dueEventOf } from '../subscription-platform.rules';
import { familyOf, type SubscriptionTarget } from './lock-subscription';
import { writeChange } from './record-change';
import { changedKeys, changesOf, graphFieldsOf, only } from './settlement-changes';
import { termOffers } from './term-offers';

/** Who does what falls due. */
export const LIFECYCLE_ACTOR = platformActor('subscription-lifecycle');

function contract(name: string, operation: AuditOperation): ActContract {
  return { name, operation, resourceType: 'SUBSCRIPTION' };
}

const CONTRACTS: Readonly<Record<DueEvent, ActContract>> = {
  provisioned: contract('provisionSubscription', 'PROVISION_SUBSCRIPTION'),
  renewed: contract('renewSubscription', 'RENEW_SUBSCRIPTION'),
  termEnded: contract('expireSubscription', 'EXPIRE_SUBSCRIPTION'),
  graceOver: contract('disableSubscription', 'DISABLE_SUBSCRIPTION'),
  retentionOver: contract('deleteSubscription', 'DELETE_SUBSCRIPTION'),
  baseDeleted: contract('deleteSubscription', 'DELETE_SUBSCRIPTION'),
};

export interface SettleSubscriptionInput extends WriteInput, SubscriptionTarget {
  /** Row id. */
  readonly customerId: string;
}

/**
 * Somebody changed the subscription, or another server did what was due, between the look and the lock.
 * No refusal: nobody asked for anything, so there is nothing to record either.
 */
export class NothingDue extends Error {
  constructor() {
    super('the subscription is not due any more');
    this.name = 'NothingDue';
  }
}

/** A subscription under lock, with all that goes its way. */
interface LockedFamily {
  readonly subscription: SubscriptionEntity;
  readonly base: SubscriptionEntity | null;
  readonly addOns: readonly SubscriptionEntity[];
}

/** The timer's move: one subscription does what is due, and its add-ons follow (domain section 4.5, R46, R47). */
export class SettleSubscription implements Act<SettleSubscriptionInput, SubscriptionTarget> {
  readonly contract: ActContract;
  readonly operation = 'subscription';

  constructor(
    private readonly event: DueEvent,
    private readonly catalogue: Catalogue,
  ) {
    this.contract = CONTRACTS[event];
  }

  async execute(scope: CommandScope, input: SettleSubscriptionInput): Promise<SubscriptionTarget> {
    const { event } = this;
    const { subscription, base, addOns } = await lockFamily(scope, input, event);
    const policy = await policyOfCustomer(scope, input.customerId);
    const facts = { ...subscription, baseStatus: base?.status ?? null };
    if (dueEventOf(facts, policy, scope.now) !== event) throw new NothingDue();

    const offers = await termOffers(scope, this.catalogue, policy.instance, subscription);
    const { changes, termCount } = changesOf(event, subscription, offers, scope.now);
    const changed = changedKeys(subscription, changes);
    await writeChange(scope, subscription, changes, graphFieldsOf(changed));
    const followers = addOnsFollowing(subscription, event, addOns);
    for (const addOn of followers) {
      await writeChange(scope, addOn, { status: changes.status }, ['status']);
    }
    scope.about({
      customerId: input.customerId,
      resellerId: subscription.transactingResellerId,
      resourceId: subscription.id,
      oldValue: only(changed, subscription),
      newValue: only(changed, changes),
      customizedData: detailsOf(termCount, followers),
    });
    return { subscriptionId: subscription.id };
  }
}

/** Customer first, as every writer of subscriptions, so that no digest is taken in between (domain section 9.1). */
async function lockFamily(
  scope: CommandScope,
  { customerId, subscriptionId: id }: SettleSubscriptionInput,
  event: DueEvent,
): Promise<LockedFamily> {
  const { tx } = scope;
  // A renewal may go over to another offer, which is decided by what the customer holds, as a sale is (R8).
  const strength = event === 'renewed' ? 'changing' : 'against changes';
  await lockRows(tx, 'customers', [customerId], strength);
  const ids = await familyOf(scope, customerId, id);
  await lockRows(tx, 'subscriptions', ids, 'changing');
  const family = await tx.manager.find(SubscriptionEntity, {
    where: { customerId, id: In(ids) },
    order: { id: 'ASC' },
  });
  const subscription = family.find((row) => row.id === id);
  if (!subscription) throw new NothingDue();
  const { subscriptionId, parentSubscriptionId } = subscription;
  return {
    subscription,
    base: family.find((row) => row.subscriptionId === parentSubscriptionId) ?? null,
    addOns: family.filter((row) => row.parentSubscriptionId === subscriptionId),
  };
}

async function policyOfCustomer(scope: CommandScope, id: string): Promise<CloudPolicy> {
  const [customer] = await scope.tx.query<{ instance: CloudInstance }>(
    sql`SELECT cloud_instance AS instance FROM customers WHERE id = ${id}`,
  );
  if (!customer) throw new NothingDue();
  return CLOUD_POLICIES[customer.instance];
}

/** How far a late renewal went, and who came along: one act is one record (R42). */
function detailsOf(
  termCount: number | null,
  followers: readonly SubscriptionEntity[],
): object | null {
  const followingAddOns = followers.map(({ subscriptionId }) => subscriptionId).join(' ');
  const details = {
    ...(termCount !== null && { termCount: String(termCount) }),
    ...(followers.length > 0 && { followingAddOns }),
  };
  return Object.keys(details).length > 0 ? details : null;
}
