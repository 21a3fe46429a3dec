import type { Locale, LocalText } from './locale';
import { Service } from './service';

/** A separate deployment of Partner Center (domain section 1). */
export const CloudInstance = {
  CHINA_21VIANET: 'CHINA_21VIANET',
  GLOBAL: 'GLOBAL',
  US_GOVERNMENT: 'US_GOVERNMENT',
  GERMANY: 'GERMANY',
} as const;
export type CloudInstance = (typeof CloudInstance)[keyof typeof CloudInstance];

/** A switch of a cloud instance that a whole operation depends on (step 2 of the guards). */
export const CloudFeature = {
  MULTI_PARTNER: 'MULTI_PARTNER',
  NEW_CUSTOMERS: 'NEW_CUSTOMERS',
  TERMINATE_UNUSED_DAP: 'TERMINATE_UNUSED_DAP',
  GDAP: 'GDAP',
} as const;
export type CloudFeature = (typeof CloudFeature)[keyof typeof CloudFeature];

/** The policy row of one instance (domain section 7). Guards read rows; no code branches on a name. */
export interface CloudPolicy {
  readonly instance: CloudInstance;
  readonly features: Readonly<Record<CloudFeature, boolean>>;
  /** R14: whether a request must, may or cannot ask for delegated administrative privileges. */
  readonly delegatedAdminInRequests: 'ALWAYS' | 'OPTIONAL' | 'NOT_APPLICABLE';
  readonly partnersPerCustomer: 'MANY' | 'EXACTLY_ONE';
  /** Where the customer's global administrator accepts. */
  readonly acceptancePlace: LocalText | null;
  /** R22, R23: whether an indirect reseller makes its own invitation, jointly with its provider. */
  readonly indirectResellerInvites: 'NO' | 'JOINTLY_WITH_PROVIDER' | 'NOT_DOCUMENTED';
  /** Unit in which privileges are granted and ended. */
  readonly privilegeUnit: 'PER_SERVICE' | 'WHOLE_TENANT' | 'NOT_APPLICABLE';
  /** R20: the agreement asked for at the acceptance. */
  readonly agreementCheck: 'RESELLER_AGREEMENT' | 'CUSTOMER_AGREEMENT' | 'NONE';
  /** Services that exist in this instance. */
  readonly services: readonly Service[];
  readonly partnerManagesCustomerUsers: boolean;
  readonly partnerManagesLicences: boolean;
  readonly supportRequestsByApi: boolean;
  readonly sourceAuditApi: boolean;
  readonly sourceSupportContactApi: boolean;
  readonly sourceAddOnApi: boolean;
  /** D18: whether a sales agent sees prices and offers. */
  readonly salesAgentSeesOffers: boolean;
  /** R47: days after which a suspended subscription is deleted. */
  readonly suspendedRetentionDays: number;
  /** R47: the longest such time, when the first billing period was offset. */
  readonly suspendedRetentionMaxDays: number;
  /** Days for which a subscription is EXPIRED after its term, before it is DISABLED. */
  readonly expiredGraceDays: number;
  /** Days for which a subscription is DISABLED before it is deleted with its data. */
  readonly disabledRetentionDays: number;
  /** R16: groups of countries that may work together; every other country works alone. */
  readonly regions: readonly (readonly string[])[];
  /** Section 8: what of the invitation e-mail a reseller may edit; the link stays in every case. */
  readonly invitationTextEditable: 'FIRST_TWO_PARAGRAPHS' | 'ALL_BUT_THE_LINK';
  readonly apiBaseUrl: string;
  readonly defaultLocale: Locale;
  readonly fallbackLocale: Locale;
}

// European Union and European Free Trade Association.
const EU_AND_EFTA = [
  'AT',
  'BE',
  'BG',
  'HR',
  'CY',
  'CZ',
  'DK',
  'EE',
  'FI',
  'FR',
  'DE',
  'GR',
  'HU',
  'IE',
  'IT',
  'LV',
  'LT',
  'LU',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SK',
  'SI',
  'ES',
  'SE',
  'CH',
  'IS',
  'LI',
  'NO',
] as const;

const MICROSOFT_SERVICES = [
  Service.EXCHANGE_OFFICE,
  Service.DYNAMICS,
  Service.INTUNE,
  Service.AZURE,
  Service.OTHER,
] as const;

export const CLOUD_POLICIES: Readonly<Record<CloudInstance, CloudPolicy>> = {
  CHINA_21VIANET: {
    instance: 'CHINA_21VIANET',
    features: {
      MULTI_PARTNER: true,
      NEW_CUSTOMERS: true,
      TERMINATE_UNUSED_DAP: false,
      GDAP: false,
    },
    delegatedAdminInRequests: 'ALWAYS',
    partnersPerCustomer: 'MANY',
    acceptancePlace: {
      'en-US': 'Office 365 admin centre operated by 21Vianet, page “business relationships”',
      'zh-CN': '由世纪互联运营的 Office 365 管理中心，“业务关系”页面',
      'es-ES':
        'Centro de administración de Office 365 operado por 21Vianet, página «relaciones comerciales»',
      'it-IT':
        'Interfaccia di amministrazione di Office 365 gestita da 21Vianet, pagina «relazioni commerciali»',
      'de-DE': 'Office 365 Admin Center, betrieben von 21Vianet, Seite „Geschäftsbeziehungen“',
    },
    indirectResellerInvites: 'NO',
    privilegeUnit: 'PER_SERVICE',
    agreementCheck: 'RESELLER_AGREEMENT',
    services: [Service.EXCHANGE_OFFICE, Service.DYNAMICS, Service.INTUNE, Service.OTHER],
    partnerManagesCustomerUsers: false,
    partnerManagesLicences: false,
    supportRequestsByApi: false,
    sourceAuditApi: false,
    sourceSupportContactApi: false,
    sourceAddOnApi: false,
    salesAgentSeesOffers: false,
    suspendedRetentionDays: 60,
    suspendedRetentionMaxDays: 60,
    expiredGraceDays: 30,
    disabledRetentionDays: 60,
    regions: [['CN']],
    invitationTextEditable: 'FIRST_TWO_PARAGRAPHS',
    apiBaseUrl: 'https://partner.partnercenterapi.microsoftonline.cn',
    defaultLocale: 'zh-CN',
    fallbackLocale: 'en-US',
  },
  GLOBAL: {
    instance: 'GLOBAL',
    features: { MULTI_PARTNER: true, NEW_CUSTOMERS: true, TERMINATE_UNUSED_DAP: true, GDAP: true },
    delegatedAdminInRequests: 'OPTIONAL',
    partnersPerCustomer: 'MANY',
    acceptancePlace: {
      'en-US': 'Microsoft 365 admin centre, page “partner relationships”',
      'zh-CN': 'Microsoft 365 管理中心，“合作伙伴关系”页面',
      'es-ES': 'Centro de administración de Microsoft 365, página «relaciones con partners»',
      'it-IT': 'Interfaccia di amministrazione di Microsoft 365, pagina «relazioni con i partner»',
      'de-DE': 'Microsoft 365 Admin Center, Seite „Partnerbeziehungen“',
    },
    indirectResellerInvites: 'JOINTLY_WITH_PROVIDER',
    privilegeUnit: 'WHOLE_TENANT',
    agreementCheck: 'CUSTOMER_AGREEMENT',
    services: MICROSOFT_SERVICES,
    partnerManagesCustomerUsers: true,
    partnerManagesLicences: true,
    supportRequestsByApi: true,
    sourceAuditApi: true,
    sourceSupportContactApi: true,
    sourceAddOnApi: true,
    salesAgentSeesOffers: true,
    suspendedRetentionDays: 90,
    suspendedRetentionMaxDays: 120,
    expiredGraceDays: 30,
    disabledRetentionDays: 90,
    regions: [EU_AND_EFTA],
    invitationTextEditable: 'ALL_BUT_THE_LINK',
    apiBaseUrl: 'https://api.partnercenter.microsoft.com',
    defaultLocale: 'en-US',
    fallbackLocale: 'en-US',
  },
  US_GOVERNMENT: {
    instance: 'US_GOVERNMENT',
    features: {
      MULTI_PARTNER: false,
      NEW_CUSTOMERS: true,
      TERMINATE_UNUSED_DAP: false,
      GDAP: false,
    },
    delegatedAdminInRequests: 'NOT_APPLICABLE',
    partnersPerCustomer: 'EXACTLY_ONE',
    acceptancePlace: null,
    indirectResellerInvites: 'NO',
    privilegeUnit: 'NOT_APPLICABLE',
    agreementCheck: 'CUSTOMER_AGREEMENT',
    services: [Service.AZURE, Service.OTHER],
    partnerManagesCustomerUsers: false,
    partnerManagesLicences: false,
    supportRequestsByApi: true,
    sourceAuditApi: true,
    sourceSupportContactApi: true,
    sourceAddOnApi: true,
    salesAgentSeesOffers: true,
    suspendedRetentionDays: 90,
    suspendedRetentionMaxDays: 120,
    expiredGraceDays: 30,
    disabledRetentionDays: 90,
    regions: [],
    invitationTextEditable: 'ALL_BUT_THE_LINK',
    apiBaseUrl: 'https://api.partnercenter.microsoft.com',
    defaultLocale: 'en-US',
    fallbackLocale: 'en-US',
  },
  GERMANY: {
    instance: 'GERMANY',
    features: {
      MULTI_PARTNER: true,
      NEW_CUSTOMERS: false,
      TERMINATE_UNUSED_DAP: false,
      GDAP: false,
    },
    delegatedAdminInRequests: 'ALWAYS',
    partnersPerCustomer: 'MANY',
    acceptancePlace: {
      'en-US': 'Office admin portal',
      'zh-CN': 'Office 管理门户',
      'es-ES': 'Portal de administración de Office',
      'it-IT': 'Portale di amministrazione di Office',
      'de-DE': 'Office-Verwaltungsportal',
    },
    indirectResellerInvites: 'NOT_DOCUMENTED',
    privilegeUnit: 'WHOLE_TENANT',
    agreementCheck: 'NONE',
    services: MICROSOFT_SERVICES,
    partnerManagesCustomerUsers: false,
    partnerManagesLicences: false,
    supportRequestsByApi: true,
    sourceAuditApi: true,
    sourceSupportContactApi: true,
    sourceAddOnApi: false,
    salesAgentSeesOffers: true,
    suspendedRetentionDays: 90,
    suspendedRetentionMaxDays: 90,
    expiredGraceDays: 30,
    disabledRetentionDays: 90,
    regions: [],
    invitationTextEditable: 'ALL_BUT_THE_LINK',
    apiBaseUrl: 'https://api.partnercenter.microsoft.com',
    defaultLocale: 'de-DE',
    fallbackLocale: 'en-US',
  },
};
