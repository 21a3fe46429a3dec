import type { CommandScope } from '../../../platform/commands/command';
import { SubscriptionEntity } from '../subscription.entity';

/** Columns that a mutation may write; the database refuses every other. */
export type SubscriptionChanges = Partial<
  Pick<
    SubscriptionEntity,
    | 'quantity'
    | 'friendlyName'
    | 'autoRenewEnabled'
    | 'renewalTermDuration'
    | 'billingCycle'
    | 'termDuration'
    | 'status'
    | 'suspendedBy'
    | 'suspendedAt'
    | 'suspensionReasons'
  >
>;

/** Columns that the platform writes besides: what a term and its renewal bring. */
export type PlatformChanges = SubscriptionChanges &
  Partial<
    Pick<
      SubscriptionEntity,
      | 'effectiveStartDate'
      | 'commitmentEndDate'
      | 'cancellationAllowedUntilDate'
      | 'billingCycleEndDate'
      | 'offerId'
      | 'offerName'
      | 'publisherName'
      | 'isMicrosoftProduct'
      | 'unitType'
      | 'hasPurchasableAddons'
      | 'isTrial'
      | 'billingType'
      | 'nextTermProduct'
      | 'nextTermQuantity'
      | 'nextTermEndDate'
    >
  >;

/**
 * Writes an accepted change and tells its seller and the customer.
 *
 * @param changedFields fields of the graph's `Subscription` that differ now
 */
export async function writeChange(
  scope: CommandScope,
  subscription: SubscriptionEntity,
  changes: PlatformChanges,
  changedFields: readonly string[],
): Promise<void> {
  const { customerId, id, transactingResellerId, version } = subscription;
  await scope.tx.manager.update(
    SubscriptionEntity,
    { customerId, id },
    { ...changes, version: version + 1, updatedAt: scope.now },
  );
  scope.emit({
    name: 'SUBSCRIPTION_UPDATED',
    customerId,
    resellerId: transactingResellerId,
    recipientResellerIds: [transactingResellerId],
    isForCustomer: true,
    resourceId: id,
    data: { subscriptionId: id, changedFields },
  });
}
