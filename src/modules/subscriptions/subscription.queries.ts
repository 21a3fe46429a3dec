import { etagOf } from '../../kernel/etag';
import type { Service } from '../../kernel/service';
import { allOf, isOneOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { defineReading } from '../../platform/graphql/reading';
import { anyOf, type Selection, selectionOfNames } from '../../platform/graphql/selection';
import { namedResellers } from '../resellers/reseller.queries';
import type { Reseller } from '../resellers/reseller.types';
import { knowsCustomerOf } from '../visibility/change-log.visibility';
import { subscriptionIdOf } from '../visibility/object-ids';
import {
  type SubscriptionSight,
  subscriptionSight,
  visibleSubscriptions,
} from '../visibility/subscriptions.visibility';
import { partnerOfRecordSource } from './partner-of-record.rules';
import type { StoredChargeInstructions, StoredRefundOption } from './subscription.entity';
import { type ScheduledInstructions, Subscription } from './subscription.types';
import { isWithheld, redactedFieldsOf } from './subscription-visibility.rules';
import type {
  BillingCycle,
  BillingType,
  ContractType,
  SubscriptionStatus,
} from './subscription-vocabulary';

/** A subscription as statements select it, before anything is withheld. */
export interface SubscriptionRow {
  readonly key: string;
  readonly customerKey: string;
  readonly sight: SubscriptionSight;
  readonly seesCustomer: boolean;
  readonly subscriptionId: string;
  readonly service: Service;
  readonly offerId: string | null;
  readonly offerName: string | null;
  readonly publisherName: string | null;
  readonly isMicrosoftProduct: boolean | null;
  readonly productType: string | null;
  readonly entitlementId: string | null;
  readonly friendlyName: string | null;
  readonly quantity: number | null;
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
  readonly renewalTermDuration: string | null;
  readonly termDuration: string | null;
  readonly billingType: BillingType;
  readonly billingCycle: BillingCycle;
  readonly contractType: ContractType | null;
  readonly isTrial: boolean | null;
  readonly promotionId: string | null;
  readonly consumptionType: string | null;
  readonly refundOptions: readonly StoredRefundOption[] | null;
  readonly nextTermProduct: string | null;
  readonly nextTermQuantity: number | null;
  readonly nextTermEndDate: Date | null;
  readonly nextChargeInstructions: StoredChargeInstructions | null;
  readonly orderId: string | null;
  readonly migratedFromSubscriptionId: string | null;
  readonly partnerId: string | null;
  readonly version: number;
  readonly seller: Reseller;
  readonly credited: Reseller;
  /** Null where nobody but the seller supports the customer (R44). */
  readonly contact: Reseller | null;
  readonly isSellerCredited: boolean;
  readonly isPlaceholderCredited: boolean;
}

const SUPPORT_FIELDS = selectionOfNames('tenantId', 'mpnId', 'name');

/** The seller stands in where nobody else was named. */
function supportIn(selection: Selection): readonly Selection[] {
  return selection.has('supportContact') ? [SUPPORT_FIELDS] : [];
}

/**
 * The named support contact, only while it has an ACTIVE relationship with the customer, directly or as the
 * reseller of a provider that has one (R44).
 */
const SUPPORT_CONTACT = sql`(
  SELECT named.reseller_id FROM subscription_support_contacts named
  WHERE named.customer_id = s.customer_id AND named.subscription_id = s.id AND EXISTS (
    SELECT 1 FROM relationships tie
    WHERE tie.customer_id = s.customer_id AND tie.status = 'ACTIVE'
      AND named.reseller_id IN (tie.reseller_id, tie.indirect_reseller_id)
  )
)`;

/** Over `subscriptions s`. Fields that R37 withholds are null, whatever is stored. */
export const subscriptionReading = defineReading<Subscription, SubscriptionRow>({
  type: Subscription,
  columns: {
    key: sql`s.id`,
    customerKey: sql`s.customer_id`,
    sight: (viewer) => subscriptionSight(viewer),
    seesCustomer: (viewer) => knowsCustomerOf(viewer, 's'),
    subscriptionId: sql`s.subscription_id`,
    service: sql`s.service`,
    offerId: sql`s.offer_id`,
    offerName: sql`s.offer_name`,
    publisherName: sql`s.publisher_name`,
    isMicrosoftProduct: sql`s.is_microsoft_product`,
    productType: sql`s.product_type`,
    entitlementId: sql`s.entitlement_id`,
    friendlyName: sql`s.friendly_name`,
    quantity: sql`s.quantity`,
    unitType: sql`s.unit_type`,
    refundableQuantity: sql`s.refundable_quantity`,
    parentSubscriptionId: sql`s.parent_subscription_id`,
    hasPurchasableAddons: sql`s.has_purchasable_addons`,
    creationDate: sql`s.creation_date`,
    effectiveStartDate: sql`s.effective_start_date`,
    commitmentEndDate: sql`s.commitment_end_date`,
    cancellationAllowedUntilDate: sql`s.cancellation_allowed_until_date`,
    billingCycleEndDate: sql`s.billing_cycle_end_date`,
    status: sql`s.status`,
    suspensionReasons: sql`s.suspension_reasons`,
    autoRenewEnabled: sql`s.auto_renew_enabled`,
    renewalTermDuration: sql`s.renewal_term_duration`,
    termDuration: sql`s.term_duration`,
    billingType: sql`s.billing_type`,
    billingCycle: sql`s.billing_cycle`,
    contractType: sql`s.contract_type`,
    isTrial: sql`s.is_trial`,
    promotionId: sql`s.promotion_id`,
    consumptionType: sql`s.consumption_type`,
    refundOptions: sql`s.refund_options`,
    nextTermProduct: sql`s.next_term_product`,
    nextTermQuantity: sql`s.next_term_quantity`,
    nextTermEndDate: sql`s.next_term_end_date`,
    nextChargeInstructions: sql`s.next_charge_instructions`,
    orderId: sql`s.order_id`,
    migratedFromSubscriptionId: sql`s.migrated_from_subscription_id`,
    partnerId: sql`s.partner_id`,
    version: sql`s.version`,
    seller: sql`s.transacting_reseller_id`,
    credited: sql`s.partner_of_record_id`,
    contact: SUPPORT_CONTACT,
    isSellerCredited: sql`s.partner_of_record_id = s.transacting_reseller_id`,
    isPlaceholderCredited: sql`(SELECT por.is_placeholder FROM resellers por WHERE por.id = s.partner_of_record_id)`,
  },
  names: {
    seller: {
      source: namedResellers,
      selection: (it) => anyOf([it.below('transactingReseller'), ...supportIn(it)]),
    },
    credited: { source: namedResellers, selection: (it) => it.below('partnerOfRecord') },
    contact: { source: namedResellers, selection: () => SUPPORT_FIELDS },
  },
  always: ['key', 'customerKey', 'sight'],
  fields: {
    id: { needs: ['key'], value: ({ key }) => subscriptionIdOf(key) },
    suspensionReasons: {
      needs: ['suspensionReasons'],
      value: (row) => row.suspensionReasons ?? [],
    },
    scheduledNextTermInstructions: {
      needs: ['nextTermProduct', 'nextTermQuantity', 'nextTermEndDate'],
      value: (row) =>
        instructions({
          product: row.nextTermProduct,
          quantity: row.nextTermQuantity,
          customTermEndDate: row.nextTermEndDate,
        }),
    },
    transactingReseller: { needs: ['seller'], value: ({ seller }) => seller },
    partnerOfRecord: { needs: ['credited'], value: ({ credited }) => credited },
    partnerOfRecordSource: {
      needs: ['partnerId', 'isSellerCredited', 'isPlaceholderCredited'],
      value: (row) =>
        partnerOfRecordSource({
          partnerId: row.partnerId,
          isSeller: row.isSellerCredited,
          isPlaceholder: row.isPlaceholderCredited,
        }),
    },
    supportContact: {
      needs: ['seller', 'contact'],
      value: ({ seller, contact }) => {
        const { tenantId, mpnId, name } = contact ?? seller;
        return { supportTenantId: tenantId, supportMpnId: mpnId, name };
      },
    },
    etag: { needs: ['version'], value: ({ version }) => etagOf(version) },
    redactedFields: {
      needs: ['sight', 'seesCustomer'],
      value: ({ sight, seesCustomer }) => redactedFieldsOf(sight, seesCustomer),
    },
  },
  isWithheld: (field, { sight }) => isWithheld(field, sight),
});

function instructions(given: ScheduledInstructions): ScheduledInstructions | null {
  return Object.values(given).every((value) => value === null) ? null : given;
}

/** The subscriptions with these row ids that the caller sees. */
export async function findSubscriptions(
  ctx: RequestContext,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly Subscription[]> {
  return readSubscriptions(
    ctx,
    isOneOf(sql`s.id`, ids),
    selection,
    ids.length === 1 ? 'one' : 'many',
  );
}

/** By the id of the source service; null when it is absent or hidden. */
export async function findSubscriptionBySubscriptionId(
  ctx: RequestContext,
  subscriptionId: string,
  selection: Selection,
): Promise<Subscription | null> {
  const condition = sql`s.subscription_id = ${subscriptionId}::uuid`;
  const [found] = await readSubscriptions(ctx, condition, selection, 'one');
  return found ?? null;
}

async function readSubscriptions(
  { actor, naming }: RequestContext,
  condition: Sql,
  selection: Selection,
  rowCount: 'one' | 'many',
): Promise<readonly Subscription[]> {
  const statement = sql`
    SELECT ${subscriptionReading.select(actor, selection)} FROM subscriptions s
    WHERE ${allOf([condition, visibleSubscriptions(actor)])}`;
  const named = subscriptionReading.named(actor, selection);
  const rows = await naming.query<SubscriptionRow>(statement, named, rowCount);
  return rows.map((row) => subscriptionReading.toObject(actor, row));
}
