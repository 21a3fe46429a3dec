import type { BillingCycle, BillingType, TermDuration } from '../../kernel/billing';
import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';

/** How many subscriptions of an offer a customer may hold. */
export const LimitUnitOfMeasure = {
  NONE: 'NONE',
  CONCURRENT: 'CONCURRENT',
  LIFETIME: 'LIFETIME',
} as const;
export type LimitUnitOfMeasure = (typeof LimitUnitOfMeasure)[keyof typeof LimitUnitOfMeasure];

/** A product that is sold in one cloud instance (domain section 2.9). There is no price in it. */
export interface CatalogueOffer {
  /** Lower case, as stored on subscriptions. Another instance may have an offer with the same id. */
  readonly id: string;
  readonly cloudInstance: CloudInstance;
  readonly name: string;
  readonly service: Service;
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
  /** Country whose list of offers the row was taken from. */
  readonly country: string;
  readonly locale: string;
  readonly isAddOn: boolean;
  /** Whether an add-on of the catalogue names it as a base. */
  readonly hasAddOns: boolean;
  readonly isTrial: boolean;
  readonly isAutoRenewable: boolean;
  readonly isAvailableForPurchase: boolean;
  readonly billing: BillingType;
  readonly supportedBillingCycles: readonly BillingCycle[];
  /** Terms that it is sold for. */
  readonly supportedTermDurations: readonly TermDuration[];
  /** Ids of the offers that a subscription of this one may be upgraded to (R45). */
  readonly upgradeTargetOffers: readonly string[];
  /** Ids of the offers that a trial of this one becomes. */
  readonly conversionTargetOffers: readonly string[];
  /** Ids of the offers one of which an add-on needs as its base (R46). */
  readonly prerequisiteOffers: readonly string[];
  readonly limitUnitOfMeasure: LimitUnitOfMeasure;
  /** `null` where the unit is NONE. */
  readonly limit: number | null;
}
