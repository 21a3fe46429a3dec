import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Service } from '../../kernel/service';
import type {
  BillingCycle,
  BillingType,
  ContractType,
  RefundOptionType,
  SubscriptionStatus,
  SuspendedBy,
  TermDuration,
} from './subscription-vocabulary';

/** A refund option as it is stored; `expiresAfter` is an instant in ISO 8601, null = never. */
export interface StoredRefundOption {
  readonly type: RefundOptionType;
  readonly expiresAfter: string | null;
}

/** What the source says of the next charge; instants in ISO 8601. */
export interface StoredChargeInstructions {
  readonly product: string | null;
  readonly quantity: number | null;
  readonly customTermEndDate: string | null;
}

@Entity('subscriptions')
export class SubscriptionEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'subscription_id' }) subscriptionId!: string;
  @Column('uuid', { name: 'transacting_reseller_id' }) transactingResellerId!: string;
  @Column('text', { name: 'partner_id', nullable: true }) partnerId!: string | null;
  @Column('uuid', { name: 'partner_of_record_id' }) partnerOfRecordId!: string;
  @Column('text') service!: Service;
  @Column('text', { name: 'offer_id', nullable: true }) offerId!: string | null;
  @Column('text', { name: 'offer_name', nullable: true }) offerName!: string | null;
  @Column('text', { name: 'publisher_name', nullable: true }) publisherName!: string | null;
  @Column('boolean', { name: 'is_microsoft_product', nullable: true })
  isMicrosoftProduct!: boolean | null;
  @Column('text', { name: 'product_type', nullable: true }) productType!: string | null;
  @Column('text', { name: 'entitlement_id', nullable: true }) entitlementId!: string | null;
  @Column('text', { name: 'friendly_name', nullable: true }) friendlyName!: string | null;
  @Column('integer', { nullable: true }) quantity!: number | null;
  @Column('text', { name: 'unit_type', nullable: true }) unitType!: string | null;
  @Column('integer', { name: 'refundable_quantity', nullable: true })
  refundableQuantity!: number | null;
  @Column('uuid', { name: 'parent_subscription_id', nullable: true })
  parentSubscriptionId!: string | null;
  @Column('boolean', { name: 'has_purchasable_addons', nullable: true })
  hasPurchasableAddons!: boolean | null;
  @Column('timestamptz', { name: 'creation_date', nullable: true }) creationDate!: Date | null;
  @Column('timestamptz', { name: 'effective_start_date', nullable: true })
  effectiveStartDate!: Date | null;
  @Column('timestamptz', { name: 'commitment_end_date', nullable: true })
  commitmentEndDate!: Date | null;
  @Column('timestamptz', { name: 'cancellation_allowed_until_date', nullable: true })
  cancellationAllowedUntilDate!: Date | null;
  @Column('timestamptz', { name: 'billing_cycle_end_date', nullable: true })
  billingCycleEndDate!: Date | null;
  @Column('text') status!: SubscriptionStatus;
  @Column('text', { name: 'suspended_by', nullable: true }) suspendedBy!: SuspendedBy | null;
  @Column('timestamptz', { name: 'suspended_at', nullable: true }) suspendedAt!: Date | null;
  @Column('text', { name: 'suspension_reasons', array: true, nullable: true })
  suspensionReasons!: string[] | null;
  @Column('boolean', { name: 'auto_renew_enabled', nullable: true })
  autoRenewEnabled!: boolean | null;
  @Column('text', { name: 'renewal_term_duration', nullable: true })
  renewalTermDuration!: TermDuration | null;
  @Column('text', { name: 'term_duration', nullable: true }) termDuration!: TermDuration | null;
  @Column('text', { name: 'billing_type', default: 'NONE' }) billingType!: BillingType;
  @Column('text', { name: 'billing_cycle', default: 'UNKNOWN' }) billingCycle!: BillingCycle;
  @Column('text', { name: 'contract_type', nullable: true }) contractType!: ContractType | null;
  @Column('boolean', { name: 'is_trial', nullable: true }) isTrial!: boolean | null;
  @Column('text', { name: 'promotion_id', nullable: true }) promotionId!: string | null;
  @Column('text', { name: 'consumption_type', nullable: true }) consumptionType!: string | null;
  @Column('jsonb', { name: 'refund_options', nullable: true })
  refundOptions!: StoredRefundOption[] | null;
  @Column('text', { name: 'next_term_product', nullable: true }) nextTermProduct!: string | null;
  @Column('integer', { name: 'next_term_quantity', nullable: true })
  nextTermQuantity!: number | null;
  @Column('timestamptz', { name: 'next_term_end_date', nullable: true })
  nextTermEndDate!: Date | null;
  @Column('jsonb', { name: 'next_charge_instructions', nullable: true })
  nextChargeInstructions!: StoredChargeInstructions | null;
  @Column('text', { name: 'order_id', nullable: true }) orderId!: string | null;
  @Column('uuid', { name: 'migrated_from_subscription_id', nullable: true })
  migratedFromSubscriptionId!: string | null;
  /** Sold here, so that this server's platform provisions, renews and ends it; what was imported runs at the source. */
  @Column('boolean', { name: 'runs_here', default: true }) runsHere!: boolean;
  @Column('integer', { default: 1 }) version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
}

/** Kept apart from the subscription, so that the end of a relationship touches no subscription (R32). */
@Entity('subscription_support_contacts')
export class SubscriptionSupportContactEntity {
  @PrimaryColumn('uuid', { name: 'customer_id' }) customerId!: string;
  @PrimaryColumn('uuid', { name: 'subscription_id' }) subscriptionId!: string;
  @Column('uuid', { name: 'reseller_id' }) resellerId!: string;
}
