import {
  BillingCycle,
  BillingType,
  ContractType,
  RefundOptionType,
  SubscriptionStatus,
  TERM_DURATIONS,
  type TermDuration,
} from '../subscriptions/subscription-vocabulary';
import { type FieldReader, type JsonObject, sourceEnum } from './field-reader';
import { baseInLink, customerInSelfLink, offerInLink } from './links';

/** What a Subscription body says. Null = the source did not say. */
export interface SubscriptionRecord {
  readonly subscriptionId: string;
  /** Tenant id of the customer, as the body's own link names it. */
  readonly customerInLink: string | null;
  readonly partnerId: string | null;
  readonly offerId: string;
  readonly offerName: string | null;
  readonly publisherName: string | null;
  readonly isMicrosoftProduct: boolean | null;
  readonly productType: string | null;
  readonly entitlementId: string | null;
  readonly friendlyName: string | null;
  readonly quantity: number;
  readonly unitType: string | null;
  readonly refundableQuantity: number | null;
  readonly parentSubscriptionId: string | null;
  readonly hasPurchasableAddons: boolean | null;
  readonly creationDate: Date | null;
  readonly effectiveStartDate: Date | null;
  readonly commitmentEndDate: Date | null;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly billingCycleEndDate: Date | null;
  readonly status: SubscriptionStatus;
  readonly suspensionReasons: readonly string[] | null;
  readonly autoRenewEnabled: boolean | null;
  readonly renewalTermDuration: TermDuration | null;
  readonly termDuration: TermDuration | null;
  readonly billingType: BillingType;
  readonly billingCycle: BillingCycle;
  readonly contractType: ContractType | null;
  readonly isTrial: boolean | null;
  readonly promotionId: string | null;
  readonly consumptionType: string | null;
  readonly refundOptions: readonly JsonObject[] | null;
  readonly nextTermProduct: string | null;
  readonly nextTermQuantity: number | null;
  readonly nextTermEndDate: Date | null;
  readonly nextChargeInstructions: readonly JsonObject[] | null;
  readonly orderId: string | null;
  readonly migratedFromSubscriptionId: string | null;
}

const STATUS = sourceEnum(Object.values(SubscriptionStatus));
const BILLING_TYPE = sourceEnum(Object.values(BillingType));
const BILLING_CYCLE = sourceEnum(Object.values(BillingCycle));
const CONTRACT_TYPE = sourceEnum(Object.values(ContractType));
const REFUND_TYPE = sourceEnum(Object.values(RefundOptionType));
const TERM = sourceEnum(TERM_DURATIONS);

/** Reads a Subscription body. A missing status or billing value is NONE or UNKNOWN. */
export function readSubscription(body: FieldReader): SubscriptionRecord {
  return {
    ...readProduct(body),
    ...readDates(body),
    ...readTerms(body),
    ...readNextTerm(body),
    subscriptionId: body.requiredUuid('id'),
    customerInLink: customerInSelfLink(body),
    partnerId: body.mpnId('partnerId'),
    friendlyName: body.text('friendlyName'),
    quantity: body.requiredCount('quantity'),
    unitType: body.text('unitType'),
    refundableQuantity: readRefundableQuantity(body),
    parentSubscriptionId: body.uuid('parentSubscriptionId') ?? baseInLink(body),
    hasPurchasableAddons: body.boolean('hasPurchasableAddons'),
    status: body.enumValue('status', STATUS) ?? 'NONE',
    suspensionReasons: body.texts('suspensionReasons'),
    orderId: body.id('orderId'),
    migratedFromSubscriptionId: body.uuid('migratedFromSubscriptionId'),
  };
}

function readProduct(body: FieldReader) {
  return {
    offerId: readOfferId(body),
    offerName: body.text('offerName'),
    publisherName: body.text('publisherName'),
    isMicrosoftProduct: body.boolean('isMicrosoftProduct'),
    productType: readProductType(body),
    entitlementId: body.id('entitlementId'),
  };
}

/**
 * The offer may be named only by the link to it. In lower case, as the catalogue has it, whatever the kind
 * of id: two subscriptions of one offer must be found to be so (R8).
 */
function readOfferId(body: FieldReader): string {
  const offerId = body.id('offerId') ?? offerInLink(body);
  if (offerId === null && !body.has('offerId'))
    body.report('offerId', 'an offer id, here or in links.offer.uri');
  return (offerId?.toLowerCase() ?? null) as string;
}

/** Newer bodies carry an object with an id, older ones a text. */
function readProductType(body: FieldReader): string | null {
  return body.holdsObject('productType')
    ? (body.object('productType')?.text('id') ?? null)
    : body.text('productType');
}

/** Newer bodies carry an object with a total, older ones a number. */
function readRefundableQuantity(body: FieldReader): number | null {
  return body.holdsObject('refundableQuantity')
    ? (body.object('refundableQuantity')?.count('totalQuantity') ?? null)
    : body.count('refundableQuantity');
}

function readDates(body: FieldReader) {
  return {
    creationDate: body.instant('creationDate'),
    effectiveStartDate: body.instant('effectiveStartDate'),
    commitmentEndDate: body.instant('commitmentEndDate'),
    cancellationAllowedUntilDate: body.instant('cancellationAllowedUntilDate'),
    billingCycleEndDate: body.instant('billingCycleEndDate'),
  };
}

function readTerms(body: FieldReader) {
  return {
    autoRenewEnabled: body.boolean('autoRenewEnabled'),
    renewalTermDuration: body.enumValue('renewalTermDuration', TERM),
    termDuration: body.enumValue('termDuration', TERM),
    billingType: body.enumValue('billingType', BILLING_TYPE) ?? 'NONE',
    billingCycle: body.enumValue('billingCycle', BILLING_CYCLE) ?? 'UNKNOWN',
    contractType: body.enumValue('contractType', CONTRACT_TYPE),
    isTrial: body.boolean('isTrial'),
    promotionId: body.id('promotionId'),
    consumptionType: body.text('consumptionType'),
    refundOptions: body.has('refundOptions')
      ? body.objects('refundOptions').map(readRefundOption)
      : null,
  };
}

function readRefundOption(option: FieldReader): JsonObject {
  const type = option.enumValue('type', REFUND_TYPE);
  if (!option.has('type')) option.report('type', 'full or partial');
  // Two generations of the source name the instant differently.
  const until = option.instant('expiresAfter') ?? option.instant('expiresAt');
  return { type, expiresAfter: until?.toISOString() ?? null };
}

function readNextTerm(body: FieldReader) {
  const next = body.object('scheduledNextTermInstructions');
  return {
    nextTermProduct: next ? readNextProduct(next) : null,
    nextTermQuantity: next?.count('quantity') ?? null,
    nextTermEndDate: next?.instant('customTermEndDate') ?? null,
    nextChargeInstructions: body.has('nextChargeInstructions')
      ? readChargeInstructions(body)
      : null,
  };
}

function readChargeInstructions(body: FieldReader): JsonObject[] {
  const instructions = body.holdsObject('nextChargeInstructions')
    ? [body.object('nextChargeInstructions')]
    : body.objects('nextChargeInstructions');
  return instructions.flatMap((instruction) =>
    instruction
      ? [
          {
            product: readNextProduct(instruction),
            quantity: instruction.count('quantity'),
            customTermEndDate: instruction.instant('customTermEndDate')?.toISOString() ?? null,
          },
        ]
      : [],
  );
}

/** Catalogue ids are written product:sku:availability, as in offer ids of newer bodies. */
function readNextProduct(instruction: FieldReader): string | null {
  if (!instruction.holdsObject('product')) return instruction.id('product');
  const product = instruction.object('product');
  const ids = ['productId', 'skuId', 'availabilityId'].map((name) => product?.id(name) ?? null);
  return ids.filter((id) => id !== null).join(':') || null;
}
