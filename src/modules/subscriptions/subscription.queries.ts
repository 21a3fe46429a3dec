import type { Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import type { Service } from '../../kernel/service';
import { allOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { type ResellerJson, resellerJson, toReseller } from '../resellers/reseller.queries';
import { knowsCustomerOf } from '../visibility/change-log.visibility';
import { subscriptionIdOf } from '../visibility/object-ids';
import {
  type SubscriptionSight,
  subscriptionSight,
  visibleSubscriptions,
} from '../visibility/subscriptions.visibility';
import { partnerOfRecordSource } from './partner-of-record.rules';
import type { StoredChargeInstructions, StoredRefundOption } from './subscription.entity';
import type { ScheduledInstructions, Subscription } from './subscription.types';
import { redactSubscription } from './subscription-visibility.rules';
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
  /** Null, like the two below, where the operation does not select what it is for. */
  readonly seller: ResellerJson | null;
  readonly credited: ResellerJson | null;
  readonly contact: ResellerJson | null;
  readonly isSellerCredited: boolean;
  /** Null where `credited` is not selected. */
  readonly isPlaceholderCredited: boolean | null;
}

/** Which of the partners around a subscription an operation selects. */
export interface SelectedPartners {
  readonly seller: boolean;
  readonly credited: boolean;
  readonly contact: boolean;
}

const ALL_PARTNERS: SelectedPartners = { seller: true, credited: true, contact: true };

/**
 * Columns of `SubscriptionRow` over `SUBSCRIPTION_TABLES`. Seller, Partner of Record and support contact
 * come in the same statement, because a loader for each would cost two more; but only where they are
 * selected, because they are what a long list spends its time on.
 */
export function subscriptionColumns(
  actor: Caller | null,
  { seller, credited, contact }: SelectedPartners = ALL_PARTNERS,
): Sql {
  const partner = (isSelected: boolean, alias: string): Sql =>
    isSelected ? resellerJson(actor, alias) : sql`NULL`;
  return sql`s.id AS key, s.customer_id AS "customerKey", ${subscriptionSight(actor)} AS sight,
    ${knowsCustomerOf(actor, 's')} AS "seesCustomer",
    s.subscription_id AS "subscriptionId", s.service, s.offer_id AS "offerId",
    s.offer_name AS "offerName", s.publisher_name AS "publisherName",
    s.is_microsoft_product AS "isMicrosoftProduct", s.product_type AS "productType",
    s.entitlement_id AS "entitlementId", s.friendly_name AS "friendlyName", s.quantity,
    s.unit_type AS "unitType", s.refundable_quantity AS "refundableQuantity",
    s.parent_subscription_id AS "parentSubscriptionId",
    s.has_purchasable_addons AS "hasPurchasableAddons", s.creation_date AS "creationDate",
    s.effective_start_date AS "effectiveStartDate", s.commitment_end_date AS "commitmentEndDate",
    s.cancellation_allowed_until_date AS "cancellationAllowedUntilDate",
    s.billing_cycle_end_date AS "billingCycleEndDate", s.status,
    s.suspension_reasons AS "suspensionReasons", s.auto_renew_enabled AS "autoRenewEnabled",
    s.renewal_term_duration AS "renewalTermDuration", s.term_duration AS "termDuration",
    s.billing_type AS "billingType", s.billing_cycle AS "billingCycle",
    s.contract_type AS "contractType", s.is_trial AS "isTrial", s.promotion_id AS "promotionId",
    s.consumption_type AS "consumptionType", s.refund_options AS "refundOptions",
    s.next_term_product AS "nextTermProduct", s.next_term_quantity AS "nextTermQuantity",
    s.next_term_end_date AS "nextTermEndDate",
    s.next_charge_instructions AS "nextChargeInstructions", s.order_id AS "orderId",
    s.migrated_from_subscription_id AS "migratedFromSubscriptionId", s.partner_id AS "partnerId",
    s.version, ${partner(seller || contact, 'seller')} AS seller, ${partner(credited, 'por')} AS credited,
    ${partner(contact, 'contact')} AS contact,
    s.partner_of_record_id = s.transacting_reseller_id AS "isSellerCredited",
    ${credited ? sql`por.is_placeholder` : sql`NULL`} AS "isPlaceholderCredited"`;
}

/**
 * The tables behind `subscriptionColumns`, outer joins all, so that a count touches none of them. The
 * named support contact is joined only while it has an ACTIVE relationship with the customer, directly
 * or as the reseller of a provider that has one (R44).
 */
export const SUBSCRIPTION_TABLES: Sql = sql`subscriptions s
    LEFT JOIN resellers seller ON seller.id = s.transacting_reseller_id
    LEFT JOIN resellers por ON por.id = s.partner_of_record_id
    LEFT JOIN subscription_support_contacts named
      ON named.customer_id = s.customer_id AND named.subscription_id = s.id
    LEFT JOIN resellers contact ON contact.id = named.reseller_id AND EXISTS (
      SELECT 1 FROM relationships tie
      WHERE tie.customer_id = s.customer_id AND tie.status = 'ACTIVE'
        AND contact.id IN (tie.reseller_id, tie.indirect_reseller_id)
    )`;

/** The object of the graph as this viewer may see it (R37). */
export function toSubscription(actor: Caller | null, row: SubscriptionRow): Subscription {
  const { seller, credited, contact, version, sight, seesCustomer, ...fields } = row;
  const { isSellerCredited, isPlaceholderCredited, ...others } = fields;
  const supporter = toReseller(actor, contact ?? seller);
  const { nextTermProduct, nextTermQuantity, nextTermEndDate, ...shown } = others;
  return redactSubscription(
    {
      ...shown,
      id: subscriptionIdOf(row.key),
      suspensionReasons: row.suspensionReasons ?? [],
      scheduledNextTermInstructions: instructions({
        product: nextTermProduct,
        quantity: nextTermQuantity,
        customTermEndDate: nextTermEndDate,
      }),
      nextChargeInstructions: row.nextChargeInstructions,
      transactingReseller: toReseller(actor, seller),
      partnerOfRecord: toReseller(actor, credited),
      partnerOfRecordSource: partnerOfRecordSource({
        partnerId: row.partnerId,
        isSeller: isSellerCredited,
        isPlaceholder: isPlaceholderCredited === true,
      }),
      supportContact: supporter && {
        supportTenantId: supporter.tenantId,
        supportMpnId: supporter.mpnId,
        name: supporter.name,
      },
      etag: etagOf(version),
    },
    sight,
    seesCustomer,
  ) as Subscription;
}

function instructions(given: ScheduledInstructions): ScheduledInstructions | null {
  return Object.values(given).every((value) => value === null) ? null : given;
}

/** The subscriptions with these row ids that the caller sees. */
export async function findSubscriptions(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly Subscription[]> {
  return readSubscriptions(ctx, sql`s.id = ANY(${[...ids]}::uuid[])`);
}

/** By the id of the source service; null when it is absent or hidden. */
export async function findSubscriptionBySubscriptionId(
  ctx: RequestContext,
  subscriptionId: string,
): Promise<Subscription | null> {
  const [found] = await readSubscriptions(ctx, sql`s.subscription_id = ${subscriptionId}::uuid`);
  return found ?? null;
}

async function readSubscriptions(
  ctx: RequestContext,
  condition: Sql,
): Promise<readonly Subscription[]> {
  const rows = await ctx.db.query<SubscriptionRow>(sql`
    SELECT ${subscriptionColumns(ctx.actor)} FROM ${SUBSCRIPTION_TABLES}
    WHERE ${allOf([condition, visibleSubscriptions(ctx.actor)])}`);
  return rows.map((row) => toSubscription(ctx.actor, row));
}
