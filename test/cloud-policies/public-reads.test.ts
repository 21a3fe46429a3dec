import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/kernel/error-code';
import { RULES } from '../../src/kernel/rule';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

describe('cloudPolicies, without a token', () => {
  test('show the rows that the guards read', async () => {
    const { cloudPolicies } = await app.succeed<{ cloudPolicies: { instance: string }[] }>(
      null,
      `{ cloudPolicies {
        instance features services delegatedAdminInRequests partnersPerCustomer acceptancePlace indirectResellerInvites
        invitationTextEditable privilegeUnit agreementCheck partnerManagesCustomerUsers partnerManagesLicences supportRequestsByApi
        sourceAuditApi sourceSupportContactApi sourceAddOnApi salesAgentSeesOffers suspendedRetentionDays
        suspendedRetentionMaxDays expiredGraceDays disabledRetentionDays regions { countries } apiBaseUrl defaultLocale fallbackLocale
      } }`,
    );

    expect(cloudPolicies).toEqual(
      Object.values(CLOUD_POLICIES).map((policy) => ({
        ...policy,
        acceptancePlace: policy.acceptancePlace?.['en-US'] ?? null,
        features: Object.entries(policy.features)
          .filter(([, isOn]) => isOn)
          .map(([feature]) => feature),
        regions: policy.regions.map((countries) => ({ countries })),
      })),
    );
  });
});

describe('the entries of cloudPolicies', () => {
  interface Row {
    readonly instance: CloudInstance;
    readonly entries: readonly {
      readonly name: string;
      readonly value: string;
      readonly reason: string;
      readonly rules: readonly string[];
    }[];
  }
  let rows: readonly Row[];
  beforeAll(async () => {
    const data = await app.succeed<{ cloudPolicies: readonly Row[] }>(
      null,
      '{ cloudPolicies { instance entries { name value reason rules } } }',
    );
    rows = data.cloudPolicies;
  });
  const entryOf = (instance: CloudInstance, name: string) =>
    rows.find((row) => row.instance === instance)?.entries.find((entry) => entry.name === name);

  test('name every part of the row that the guards read, and our audit records', () => {
    const { instance: _instance, features, ...rest } = CLOUD_POLICIES.GLOBAL;
    const parts = [
      ...Object.keys(features).map((feature) => `features.${feature}`),
      ...Object.keys(rest),
      'auditRecords',
    ];

    for (const row of rows) {
      expect(row.entries.map(({ name }) => name).sort()).toEqual(parts.sort());
    }
  });

  test('have a value and a reason, and name rules by their numbers', () => {
    for (const entry of rows.flatMap((row) => row.entries)) {
      expect(entry.value).not.toBe('');
      expect(entry.reason).toMatch(/^[A-Z].{15,}\.$/);
      for (const rule of entry.rules) expect(rule).toMatch(/^[RD]\d+$/);
    }
  });

  // Typed from the domain.
  test.each([
    ['features.MULTI_PARTNER', ['yes', 'yes', 'no', 'yes']],
    ['features.NEW_CUSTOMERS', ['yes', 'yes', 'yes', 'no']],
    ['delegatedAdminInRequests', ['ALWAYS', 'OPTIONAL', 'NOT_APPLICABLE', 'ALWAYS']],
    ['partnersPerCustomer', ['MANY', 'MANY', 'EXACTLY_ONE', 'MANY']],
    ['indirectResellerInvites', ['NO', 'JOINTLY_WITH_PROVIDER', 'NO', 'NOT_DOCUMENTED']],
    ['privilegeUnit', ['PER_SERVICE', 'WHOLE_TENANT', 'NOT_APPLICABLE', 'WHOLE_TENANT']],
    ['agreementCheck', ['RESELLER_AGREEMENT', 'CUSTOMER_AGREEMENT', 'CUSTOMER_AGREEMENT', 'NONE']],
    ['partnerManagesCustomerUsers', ['no', 'yes', 'no', 'no']],
    ['supportRequestsByApi', ['no', 'yes', 'yes', 'yes']],
    ['auditRecords', ['yes', 'yes', 'yes', 'yes']],
    ['salesAgentSeesOffers', ['no', 'yes', 'yes', 'yes']],
    ['suspendedRetentionDays', ['60', '90', '90', '90']],
    ['suspendedRetentionMaxDays', ['60', '120', '120', '90']],
    ['expiredGraceDays', ['30', '30', '30', '30']],
    ['disabledRetentionDays', ['60', '90', '90', '90']],
    ['defaultLocale', ['zh-CN', 'en-US', 'en-US', 'de-DE']],
  ])('%s: %j', (name, expected) => {
    const instances = ['CHINA_21VIANET', 'GLOBAL', 'US_GOVERNMENT', 'GERMANY'] as const;

    expect(instances.map((instance) => entryOf(instance, name)?.value)).toEqual(expected);
  });

  test('give instances of different value different reasons', () => {
    expect(entryOf('CHINA_21VIANET', 'privilegeUnit')?.reason).not.toBe(
      entryOf('GLOBAL', 'privilegeUnit')?.reason,
    );
  });
});

test('where the customer accepts is said in the language of the request', async () => {
  const { data } = await app.as<{ cloudPolicies: { acceptancePlace: string | null }[] }>(
    null,
    '{ cloudPolicies { acceptancePlace } }',
    {},
    { 'accept-language': 'zh-CN' },
  );

  expect(data.cloudPolicies.map((it) => it.acceptancePlace)).toEqual(
    Object.values(CLOUD_POLICIES).map((policy) => policy.acceptancePlace?.['zh-CN'] ?? null),
  );
});

describe('cloudPolicy', () => {
  const POLICY = `query ($instance: CloudInstance) { cloudPolicy(instance: $instance) { instance } }`;
  const instanceOf = async (who: string, instance?: string): Promise<string | null> => {
    const data = await app.succeed<{ cloudPolicy: { instance: string } | null }>(who, POLICY, {
      ...(instance && { instance }),
    });
    return data.cloudPolicy?.instance ?? null;
  };

  test.each([
    ['of the instance that is named', 'customer-user', 'GERMANY', 'GERMANY'],
    ['of the caller’s own instance', 'reseller-us-admin', undefined, 'US_GOVERNMENT'],
    ['of none for the operator, who belongs to none', 'operator', undefined, null],
  ])('%s', async (_, who, asked, expected) => {
    expect(await instanceOf(who, asked)).toBe(expected);
  });

  test('needs a token', async () => {
    expect(await app.refusal(null, POLICY)).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('errorCatalog, without a token', () => {
  test('names every code with the facts that an error carries', async () => {
    const { errorCatalog } = await app.succeed<{ errorCatalog: { code: ErrorCode }[] }>(
      null,
      '{ errorCatalog { code kind httpStatus legacyCodes rule message description } }',
    );

    expect(errorCatalog).toEqual(
      (Object.keys(ERROR_CATALOGUE) as ErrorCode[]).map((code) => {
        const { kind, httpStatus, legacyCodes, rule, message } = ERROR_CATALOGUE[code];
        const description = rule === null ? message : RULES[rule];
        return { code, kind, httpStatus, legacyCodes, rule, message, description };
      }),
    );
  });
});

describe('without a token nothing else can be read', () => {
  test.each([
    'viewer { kind }',
    'services { name }',
    'offers { totalCount }',
    'subscriptions { totalCount }',
    'events { totalCount }',
    'auditRecords { totalCount }',
    'nodes(ids: []) { id }',
  ])('%s', async (selection) => {
    const { errors } = await app.as(null, `{ ${selection} }`);

    expect(errors.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
  });
});
