import type { Caller } from '../../kernel/actor';
import type { BillingCycle, TermDuration } from '../../kernel/billing';
import { CLOUD_POLICIES, type CloudInstance } from '../../kernel/cloud-instance';
import { etagOf } from '../../kernel/etag';
import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { allOf, isOneOf, sql } from '../../platform/database/sql';
import type { ResellerAccountStatus } from '../resellers/reseller-standing.rules';
import { visibleSubscriptions } from '../visibility/subscriptions.visibility';
import type { SubscriptionFacts } from './subscription.rules';
import { type SubscriptionCaller, subscriptionCallerKind } from './subscription-guard.rules';
import type { SubscriptionStatus, SuspendedBy } from './subscription-vocabulary';

/** An offer of the catalogue, or one that it does not know. */
export interface OfferReference {
  readonly cloudInstance: CloudInstance;
  readonly offerId: string | null;
}

/** What the rules ask about one subscription and about whoever looks at it. */
export interface SubscriptionCase {
  /** Row id. */
  readonly key: string;
  readonly subscriptionId: string;
  readonly service: Service;
  readonly customerKey: string;
  readonly transactingResellerKey: string;
  readonly partnerOfRecordKey: string;
  /** What was bought, and the instance whose catalogue tells more about it. */
  readonly offer: OfferReference;
  readonly terms: {
    readonly termDuration: TermDuration | null;
    readonly billingCycle: BillingCycle;
  };
  readonly facts: SubscriptionFacts;
  readonly caller: SubscriptionCaller;
}

interface CaseRow {
  readonly key: string;
  readonly subscriptionId: string;
  readonly service: Service;
  readonly termDuration: TermDuration | null;
  readonly billingCycle: BillingCycle;
  readonly customerId: string;
  readonly transactingResellerId: string;
  readonly partnerOfRecordId: string;
  readonly status: SubscriptionStatus;
  readonly suspendedBy: SuspendedBy | null;
  readonly suspendedAt: Date | null;
  readonly cloudInstance: CloudInstance;
  readonly quantity: number | null;
  readonly cancellationAllowedUntilDate: Date | null;
  readonly autoRenewEnabled: boolean | null;
  readonly baseStatus: SubscriptionStatus | null;
  readonly offerId: string | null;
  readonly version: number;
  readonly accountStatus: ResellerAccountStatus | null;
  readonly hasActiveRelationship: boolean;
}

/**
 * The cases of the subscriptions with these row ids that the caller sees, in one statement. Reads and
 * commands ask the rules with the same facts; a command reads them under its locks.
 */
export async function findSubscriptionCases(
  db: Queryable,
  actor: Caller,
  ids: readonly string[],
): Promise<readonly SubscriptionCase[]> {
  const resellerId = actor.side === 'partner' ? actor.resellerId : null;
  const rows = await db.query<CaseRow>(sql`
    SELECT s.id AS key, s.subscription_id AS "subscriptionId", s.service,
      s.term_duration AS "termDuration", s.billing_cycle AS "billingCycle", s.customer_id AS "customerId",
      s.transacting_reseller_id AS "transactingResellerId",
      s.partner_of_record_id AS "partnerOfRecordId", s.status, s.suspended_by AS "suspendedBy",
      s.suspended_at AS "suspendedAt", c.cloud_instance AS "cloudInstance", s.quantity,
      s.cancellation_allowed_until_date AS "cancellationAllowedUntilDate",
      s.auto_renew_enabled AS "autoRenewEnabled", base.status AS "baseStatus", s.offer_id AS "offerId", s.version,
      own.account_status AS "accountStatus",
      EXISTS (
        SELECT 1 FROM relationships tie
        WHERE tie.customer_id = s.customer_id AND tie.reseller_id = own.id AND tie.status = 'ACTIVE'
      ) AS "hasActiveRelationship"
    FROM subscriptions s
    JOIN customers c ON c.id = s.customer_id
    LEFT JOIN subscriptions base ON base.subscription_id = s.parent_subscription_id
    LEFT JOIN resellers own ON own.id = ${resellerId}::uuid
    WHERE ${allOf([isOneOf(sql`s.id`, ids), visibleSubscriptions(actor)])}`);
  return rows.map((row) => caseOf(actor, row));
}

function caseOf(actor: Caller, row: CaseRow): SubscriptionCase {
  return {
    key: row.key,
    subscriptionId: row.subscriptionId,
    service: row.service,
    customerKey: row.customerId,
    transactingResellerKey: row.transactingResellerId,
    partnerOfRecordKey: row.partnerOfRecordId,
    offer: { cloudInstance: row.cloudInstance, offerId: row.offerId },
    terms: { termDuration: row.termDuration, billingCycle: row.billingCycle },
    facts: {
      status: row.status,
      suspendedBy: row.suspendedBy,
      suspendedAt: row.suspendedAt,
      suspendedRetentionDays: CLOUD_POLICIES[row.cloudInstance].suspendedRetentionDays,
      quantity: row.quantity,
      cancellationAllowedUntilDate: row.cancellationAllowedUntilDate,
      autoRenewEnabled: row.autoRenewEnabled,
      baseStatus: row.baseStatus,
      etag: etagOf(row.version),
    },
    caller: {
      kind: subscriptionCallerKind(actor, row),
      isApplication: actor.kind === 'APPLICATION',
      accountStatus: row.accountStatus,
      hasActiveRelationship: row.hasActiveRelationship,
    },
  };
}
