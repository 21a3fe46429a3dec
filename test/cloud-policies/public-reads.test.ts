import { CLOUD_POLICIES } from '../../src/kernel/cloud-instance';
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
        suspendedRetentionMaxDays regions { countries } apiBaseUrl defaultLocale fallbackLocale
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
