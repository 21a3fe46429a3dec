import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';

// Typed from the table of domain section 7, not from the code. Yes and no, in this order:
const SWITCHES = [
  'partnerManagesCustomerUsers',
  'partnerManagesLicences',
  'supportRequestsByApi',
  'sourceAuditApi',
  'sourceSupportContactApi',
  'sourceAddOnApi',
  'salesAgentSeesOffers',
] as const;
const ANSWERS: Readonly<Record<CloudInstance, string>> = {
  CHINA_21VIANET: '-------',
  GLOBAL: 'YYYYYYY',
  US_GOVERNMENT: '--YYYYY',
  GERMANY: '--YYY-Y',
};

test.each(Object.values(CLOUD_POLICIES))('the switches of $instance', (policy) => {
  const answers = SWITCHES.map((name) => (policy[name] ? 'Y' : '-')).join('');

  expect(answers).toBe(ANSWERS[policy.instance]);
});

const ROWS: Readonly<Record<CloudInstance, readonly unknown[]>> = {
  CHINA_21VIANET: ['ALWAYS', 'MANY', 'NO', 'PER_SERVICE', 'RESELLER_AGREEMENT', 60, 60, 'zh-CN'],
  GLOBAL: [
    'OPTIONAL',
    'MANY',
    'JOINTLY_WITH_PROVIDER',
    'WHOLE_TENANT',
    'CUSTOMER_AGREEMENT',
    90,
    120,
    'en-US',
  ],
  US_GOVERNMENT: [
    'NOT_APPLICABLE',
    'EXACTLY_ONE',
    'NO',
    'NOT_APPLICABLE',
    'CUSTOMER_AGREEMENT',
    90,
    120,
    'en-US',
  ],
  GERMANY: ['ALWAYS', 'MANY', 'NOT_DOCUMENTED', 'WHOLE_TENANT', 'NONE', 90, 90, 'de-DE'],
};

test.each(Object.values(CLOUD_POLICIES))('the values of $instance', (policy) => {
  expect([
    policy.delegatedAdminInRequests,
    policy.partnersPerCustomer,
    policy.indirectResellerInvites,
    policy.privilegeUnit,
    policy.agreementCheck,
    policy.suspendedRetentionDays,
    policy.suspendedRetentionMaxDays,
    policy.defaultLocale,
  ]).toEqual(ROWS[policy.instance]);
  expect(policy.fallbackLocale).toBe('en-US');
  expect(policy.invitationTextEditable).toBe(
    policy.instance === 'CHINA_21VIANET' ? 'FIRST_TWO_PARAGRAPHS' : 'ALL_BUT_THE_LINK',
  );
  expect(policy.apiBaseUrl).toBe(
    policy.instance === 'CHINA_21VIANET'
      ? 'https://partner.partnercenterapi.microsoftonline.cn'
      : 'https://api.partnercenter.microsoft.com',
  );
});

test('each row is of its own instance', () => {
  const named = Object.entries(CLOUD_POLICIES).map(([instance, row]) => [instance, row.instance]);

  expect(named.every(([key, instance]) => key === instance)).toBe(true);
});

test('the services of an instance: Azure is missing in 21Vianet, Office 365 in US Government', () => {
  const everything = ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'AZURE', 'OTHER'];

  expect(Object.values(CLOUD_POLICIES).map(({ services }) => services)).toEqual([
    ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'OTHER'],
    everything,
    ['AZURE', 'OTHER'],
    everything,
  ]);
});

test('the countries that may work together (R16): the EU and EFTA; China is alone', () => {
  const union = 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE';
  const association = 'CH IS LI NO';

  expect(CLOUD_POLICIES.CHINA_21VIANET.regions).toEqual([['CN']]);
  expect(CLOUD_POLICIES.GLOBAL.regions.map((region) => [...region].sort().join(' '))).toEqual([
    `${union} ${association}`.split(' ').sort().join(' '),
  ]);
  expect(CLOUD_POLICIES.US_GOVERNMENT.regions).toEqual([]);
  expect(CLOUD_POLICIES.GERMANY.regions).toEqual([]);
});
