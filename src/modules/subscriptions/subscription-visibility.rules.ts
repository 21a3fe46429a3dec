import type { Caller } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import type { SubscriptionSight } from '../visibility/subscriptions.visibility';
import {
  SUBSCRIPTION_FIELD_NAMES,
  SUBSCRIPTION_FIELDS,
  type SubscriptionField,
  type SubscriptionFieldName,
  subscriptionFieldValue,
} from './subscription-fields';

/** The fields that the reduced form shows. */
export const REDUCED_FIELDS: readonly SubscriptionFieldName[] = SUBSCRIPTION_FIELD_NAMES.filter(
  (name) => SUBSCRIPTION_FIELDS[name].reduced,
);

const WITHHELD_FIELDS: readonly SubscriptionFieldName[] = SUBSCRIPTION_FIELD_NAMES.filter(
  (name) => !SUBSCRIPTION_FIELDS[name].reduced,
);

const WITHHELD_NAMES: ReadonlySet<string> = new Set(WITHHELD_FIELDS);

/** Whether a field is null for this viewer; fields that are resolved on their own ask this first. */
export function isWithheld(field: string, sight: SubscriptionSight): boolean {
  return sight === 'REDUCED' && WITHHELD_NAMES.has(field);
}

/**
 * Values of the enum `SubscriptionField`, in the order of domain section 2.8. A seller whose relationship
 * was removed keeps reading what it left SUSPENDED (R32), but not the customer behind it (R36).
 */
export function redactedFieldsOf(
  sight: SubscriptionSight,
  seesCustomer: boolean,
): readonly SubscriptionField[] {
  if (sight === 'REDUCED') return WITHHELD_FIELDS.map(subscriptionFieldValue);
  return seesCustomer ? [] : [subscriptionFieldValue('customer')];
}

/** What each filter of a list of subscriptions reads. */
const FIELD_OF_FILTER = {
  status: 'status',
  service: 'service',
  partnerOfRecord: 'partnerOfRecord',
  seller: 'transactingReseller',
  // Tells nothing new: a reseller reads the same rows under the customer itself.
  customer: null,
} as const satisfies Record<string, SubscriptionFieldName | null>;
export type SubscriptionFilterName = keyof typeof FIELD_OF_FILTER;

/** What each order of a list of subscriptions reads; UPDATED_AT moves whenever the etag does. */
const FIELD_OF_ORDER = {
  NAME: 'offerName',
  CREATED_AT: 'creationDate',
  UPDATED_AT: 'etag',
} as const satisfies Record<string, SubscriptionFieldName>;
export type SubscriptionOrderName = keyof typeof FIELD_OF_ORDER;

export interface SubscriptionListing {
  readonly filters: readonly SubscriptionFilterName[];
  /** `null` when the caller named no order. */
  readonly order: SubscriptionOrderName | null;
  /** The filter `seller` names the viewer's own reseller, which sees its sales in full. */
  readonly isOwnSales: boolean;
}

/**
 * R37: INVALID_INPUT when a reseller filters or orders by something that the reduced form withholds, for
 * the result would tell it. Allowed on its own sales, and to everybody who sees rows in full.
 */
export function refusalOfListing(viewer: Caller, listing: SubscriptionListing): DomainError | null {
  if (viewer.side !== 'partner' || listing.isOwnSales) return null;
  const filter = listing.filters.find((name) => {
    const field = FIELD_OF_FILTER[name];
    return field !== null && isWithheld(field, 'REDUCED');
  });
  if (filter) return withheldRefusal(`filter.${filter}`);
  if (listing.order && isWithheld(FIELD_OF_ORDER[listing.order], 'REDUCED')) {
    return withheldRefusal('orderBy');
  }
  return null;
}

function withheldRefusal(field: string): DomainError {
  return new DomainError('INVALID_INPUT', {
    field,
    args: { problem: 'HIDDEN_FROM_VIEWER' },
    detail:
      'You do not see this of subscriptions that others sold. Restrict the list to your own sales with the filter seller.',
  });
}
