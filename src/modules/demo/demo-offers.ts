import { Service } from '../../kernel/service';

/** Ids of the offers that the demo sells, as the source service has them. */
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
export type DemoOfferKey = keyof typeof OFFER_IDS;

export interface DemoOffer {
  readonly id: string;
  readonly name: string;
  readonly service: Service;
}

function of(service: Service, key: DemoOfferKey, name: string): DemoOffer {
  return { id: OFFER_IDS[key], name, service };
}

/**
 * What the demo's subscriptions are subscriptions of. It has them from nobody's catalogue: the story tells
 * the same whichever file the server was given.
 */
export const DEMO_OFFERS: readonly DemoOffer[] = [
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_BUSINESS', 'Office 365 Business'),
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_BUSINESS_PREMIUM', 'Office 365 Business Premium'),
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_BUSINESS_ESSENTIALS', 'Office 365 Business Essentials'),
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_PROPLUS', 'Office 365 ProPlus'),
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_ENTERPRISE_E1', 'Office 365 Enterprise E1'),
  of(Service.EXCHANGE_OFFICE, 'OFFICE_365_ENTERPRISE_E3', 'Office 365 Enterprise E3'),
  of(Service.DYNAMICS, 'DYNAMICS_CRM_ONLINE_ESSENTIAL', 'Microsoft Dynamics CRM Online Essential'),
  of(Service.DYNAMICS, 'DYNAMICS_CRM_ONLINE_BASIC', 'Microsoft Dynamics CRM Online Basic'),
  of(
    Service.DYNAMICS,
    'DYNAMICS_CRM_ONLINE_PROFESSIONAL',
    'Microsoft Dynamics CRM Online Professional',
  ),
  of(Service.INTUNE, 'INTUNE', 'Microsoft Intune'),
];
