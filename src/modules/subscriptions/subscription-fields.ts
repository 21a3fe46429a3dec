import type { Rule } from '../../kernel/rule';

interface FieldFacts {
  /** The column "Protected by" of domain section 2.8, for `@protectedBy` on the output field. */
  readonly protectedBy: readonly Rule[];
  /** Shown in the reduced form (R37) as well. */
  readonly reduced: boolean;
}

function shown(...protectedBy: readonly Rule[]): FieldFacts {
  return { protectedBy, reduced: true };
}

function withheld(...protectedBy: readonly Rule[]): FieldFacts {
  return { protectedBy, reduced: false };
}

/**
 * Every field of `Subscription` that tells something of the subscription itself (domain section 2.8).
 * `redactedFields` and `viewerActions` speak of the viewer and are in no viewer's way.
 */
export const SUBSCRIPTION_FIELDS = {
  id: shown(),
  subscriptionId: shown(),
  // Not named by R37, therefore withheld, although the viewer knows the customer it came from.
  customer: withheld('R2'),
  transactingReseller: withheld('R2'),
  service: shown('R2'),
  offerId: withheld('R1'),
  offerName: shown('R1'),
  publisherName: withheld('R1'),
  isMicrosoftProduct: withheld('R1'),
  productType: withheld('R1'),
  entitlementId: withheld(),
  friendlyName: withheld('R1'),
  quantity: shown('R1', 'R5'),
  unitType: withheld('R1', 'R5'),
  refundableQuantity: withheld('R1', 'R5'),
  parentSubscriptionId: withheld('R5'),
  hasPurchasableAddons: withheld('R5'),
  creationDate: withheld('R3'),
  effectiveStartDate: withheld('R3'),
  commitmentEndDate: shown('R3'),
  cancellationAllowedUntilDate: withheld('R3'),
  billingCycleEndDate: withheld('R3'),
  status: shown('R1'),
  suspensionReasons: withheld(),
  autoRenewEnabled: withheld('R3'),
  renewalTermDuration: withheld('R3'),
  termDuration: withheld('R3'),
  billingType: withheld('R3'),
  billingCycle: withheld('R3'),
  contractType: withheld('R3'),
  isTrial: withheld('R3'),
  promotionId: withheld('R3'),
  consumptionType: withheld('R3'),
  refundOptions: withheld('R3'),
  scheduledNextTermInstructions: withheld('R3'),
  nextChargeInstructions: withheld('R3'),
  orderId: withheld('R2'),
  migratedFromSubscriptionId: withheld('R2'),
  partnerId: withheld('R4'),
  // Of the reseller behind it only the name is shown then.
  partnerOfRecord: shown('R4'),
  partnerOfRecordSource: withheld('R4'),
  upgradePaths: withheld('R45'),
  upgradeEligibility: withheld('R45'),
  actions: withheld(),
  supportContact: withheld('R44'),
  etag: withheld('R40'),
} as const satisfies Record<string, FieldFacts>;

export type SubscriptionFieldName = keyof typeof SUBSCRIPTION_FIELDS;

export const SUBSCRIPTION_FIELD_NAMES = Object.keys(
  SUBSCRIPTION_FIELDS,
) as readonly SubscriptionFieldName[];

type UpperSnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Uppercase<First> ? `_${First}` : Uppercase<First>}${UpperSnakeCase<Rest>}`
  : '';

/** A value of the graph's enum `SubscriptionField`, by which `redactedFields` names what is withheld. */
export type SubscriptionField = UpperSnakeCase<SubscriptionFieldName>;

/** The enum value that names a field. */
export function subscriptionFieldValue(name: SubscriptionFieldName): SubscriptionField {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() as SubscriptionField;
}

export const SubscriptionField = Object.fromEntries(
  SUBSCRIPTION_FIELD_NAMES.map((name) => [
    subscriptionFieldValue(name),
    subscriptionFieldValue(name),
  ]),
) as { readonly [Value in SubscriptionField]: Value };
