import { Service } from '../../kernel/service';
import { BillingCycle, BillingType } from './subscription-vocabulary';

/** How many subscriptions of an offer a customer may hold. */
export const LimitUnitOfMeasure = {
  NONE: 'NONE',
  CONCURRENT: 'CONCURRENT',
  LIFETIME: 'LIFETIME',
} as const;
export type LimitUnitOfMeasure = (typeof LimitUnitOfMeasure)[keyof typeof LimitUnitOfMeasure];

/** A product that is sold (domain section 2.9). There is no price in it. */
export interface CatalogueOffer {
  /** Lower case, as stored on subscriptions. */
  readonly id: string;
  readonly name: string;
  readonly service: Service;
  readonly minimumQuantity: number;
  readonly maximumQuantity: number;
  readonly country: string;
  readonly locale: string;
  readonly isAddOn: boolean;
  readonly hasAddOns: boolean;
  readonly isTrial: boolean;
  readonly isAutoRenewable: boolean;
  readonly isAvailableForPurchase: boolean;
  readonly billing: BillingType;
  readonly supportedBillingCycles: readonly BillingCycle[];
  /** Ids of the offers that a subscription of this one may be upgraded to (R45). */
  readonly upgradeTargetOffers: readonly string[];
  /** Ids of the offers that a trial of this one becomes. */
  readonly conversionTargetOffers: readonly string[];
  /** Ids of the offers one of which an add-on needs as its base. */
  readonly prerequisiteOffers: readonly string[];
  readonly limitUnitOfMeasure: LimitUnitOfMeasure;
  /** `null` where the unit is NONE. */
  readonly limit: number | null;
}

/** Ids of the seed offers, as the source service has them. */
export const OFFER_IDS = {
  OFFICE_365_BUSINESS: '5c9fd4cc-edce-44a8-8e91-07df09744609',
  OFFICE_365_BUSINESS_PREMIUM: '031c9e47-4802-4248-838e-778fb1d2cc05',
  OFFICE_365_BUSINESS_ESSENTIALS: 'bd938f12-058f-4927-bba3-ae36b1d2501c',
  OFFICE_365_PROPLUS: 'be57ff4c-100c-4f1f-b82d-f1c5ab63a665',
  OFFICE_365_ENTERPRISE_E1: '91fd106f-4b2c-4938-95ac-f54f74e9a239',
  OFFICE_365_ENTERPRISE_E3: '796b6b5f-613c-4e24-a17c-eba730d49c02',
  EXCHANGE_ONLINE_ARCHIVING: '2828be95-46ba-4f91-b2fd-0bef192ecf60',
  DYNAMICS_CRM_ONLINE_ESSENTIAL: 'd431de8a-1ac2-49dd-a6f5-07f3a0a880ff',
  DYNAMICS_CRM_ONLINE_BASIC: 'ffb8bb89-9573-4e76-840f-6521450325a1',
  DYNAMICS_CRM_ONLINE_PROFESSIONAL: '921cb1b8-a289-4437-a0b8-11104bcc3cba',
  INTUNE: '51e95709-dc35-4780-9040-22278cb7c0e1',
} as const;

// Small-business plans end at 300 seats; the others at what the source service calls unlimited.
const SMALL_BUSINESS_SEATS = 300;
const UNLIMITED_SEATS = 10_000_000;

type Particulars = Pick<CatalogueOffer, 'id' | 'name' | 'service'> & Partial<CatalogueOffer>;

function offer(particulars: Particulars): CatalogueOffer {
  return {
    minimumQuantity: 1,
    maximumQuantity: UNLIMITED_SEATS,
    country: 'CN',
    locale: 'zh-CN',
    isAddOn: false,
    hasAddOns: false,
    isTrial: false,
    isAutoRenewable: true,
    isAvailableForPurchase: true,
    billing: BillingType.LICENSE,
    supportedBillingCycles: [BillingCycle.MONTHLY, BillingCycle.ANNUAL],
    upgradeTargetOffers: [],
    conversionTargetOffers: [],
    prerequisiteOffers: [],
    limitUnitOfMeasure: LimitUnitOfMeasure.NONE,
    limit: null,
    ...particulars,
  };
}

const {
  OFFICE_365_BUSINESS,
  OFFICE_365_BUSINESS_PREMIUM,
  OFFICE_365_BUSINESS_ESSENTIALS,
  OFFICE_365_PROPLUS,
  OFFICE_365_ENTERPRISE_E1,
  OFFICE_365_ENTERPRISE_E3,
  EXCHANGE_ONLINE_ARCHIVING,
} = OFFER_IDS;

/** The seed catalogue of the instance operated by 21Vianet, with its upgrades (CN-UPG). */
export const CATALOGUE: readonly CatalogueOffer[] = [
  offer({
    id: OFFICE_365_BUSINESS,
    name: 'Office 365 Business',
    service: Service.EXCHANGE_OFFICE,
    maximumQuantity: SMALL_BUSINESS_SEATS,
    upgradeTargetOffers: [
      OFFICE_365_BUSINESS_PREMIUM,
      OFFICE_365_PROPLUS,
      OFFICE_365_ENTERPRISE_E3,
    ],
  }),
  offer({
    id: OFFICE_365_BUSINESS_PREMIUM,
    name: 'Office 365 Business Premium',
    service: Service.EXCHANGE_OFFICE,
    maximumQuantity: SMALL_BUSINESS_SEATS,
    hasAddOns: true,
    upgradeTargetOffers: [OFFICE_365_ENTERPRISE_E3],
  }),
  offer({
    id: OFFICE_365_BUSINESS_ESSENTIALS,
    name: 'Office 365 Business Essentials',
    service: Service.EXCHANGE_OFFICE,
    maximumQuantity: SMALL_BUSINESS_SEATS,
    hasAddOns: true,
    upgradeTargetOffers: [
      OFFICE_365_BUSINESS_PREMIUM,
      OFFICE_365_ENTERPRISE_E1,
      OFFICE_365_ENTERPRISE_E3,
    ],
  }),
  offer({
    id: OFFICE_365_PROPLUS,
    name: 'Office 365 ProPlus',
    service: Service.EXCHANGE_OFFICE,
  }),
  offer({
    id: OFFICE_365_ENTERPRISE_E1,
    name: 'Office 365 Enterprise E1',
    service: Service.EXCHANGE_OFFICE,
    hasAddOns: true,
  }),
  offer({
    id: OFFICE_365_ENTERPRISE_E3,
    name: 'Office 365 Enterprise E3',
    service: Service.EXCHANGE_OFFICE,
  }),
  offer({
    id: EXCHANGE_ONLINE_ARCHIVING,
    name: 'Exchange Online Archiving for Exchange Online',
    service: Service.EXCHANGE_OFFICE,
    isAddOn: true,
    prerequisiteOffers: [
      OFFICE_365_BUSINESS_PREMIUM,
      OFFICE_365_BUSINESS_ESSENTIALS,
      OFFICE_365_ENTERPRISE_E1,
    ],
  }),
  offer({
    id: OFFER_IDS.DYNAMICS_CRM_ONLINE_ESSENTIAL,
    name: 'Microsoft Dynamics CRM Online Essential',
    service: Service.DYNAMICS,
  }),
  offer({
    id: OFFER_IDS.DYNAMICS_CRM_ONLINE_BASIC,
    name: 'Microsoft Dynamics CRM Online Basic',
    service: Service.DYNAMICS,
  }),
  offer({
    id: OFFER_IDS.DYNAMICS_CRM_ONLINE_PROFESSIONAL,
    name: 'Microsoft Dynamics CRM Online Professional',
    service: Service.DYNAMICS,
  }),
  offer({ id: OFFER_IDS.INTUNE, name: 'Microsoft Intune', service: Service.INTUNE }),
];
