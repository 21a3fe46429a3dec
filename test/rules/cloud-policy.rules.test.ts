import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';
import {
  expandServices,
  mayWorkTogether,
  refusalOfFeatures,
  refusalOfInstances,
  refusalOfMissingServices,
  refusalOfPrivilegeUnit,
  refusalOfRegions,
  refusalToAskWithoutDap,
} from '../../src/kernel/cloud-policy.rules';
import { refusalToEnter } from '../../src/kernel/guard-steps';
import {
  ADMIN_AGENT,
  answer,
  CHINA,
  GERMANY,
  GLOBAL,
  partnerUser,
  US_GOVERNMENT,
} from '../support/rule-facts';

describe('feature switches', () => {
  // Typed from the domain: multi-partner, new customers, end of unused privileges, granular privileges.
  const SWITCHES: Readonly<Record<CloudInstance, string>> = {
    CHINA_21VIANET: 'YY--',
    GLOBAL: 'YYYY',
    US_GOVERNMENT: '-Y--',
    GERMANY: 'Y---',
  };
  const FEATURES = ['MULTI_PARTNER', 'NEW_CUSTOMERS', 'TERMINATE_UNUSED_DAP', 'GDAP'] as const;

  test.each(Object.values(CLOUD_POLICIES))('of $instance', (policy) => {
    const answers = FEATURES.map((feature) => refusalOfFeatures([feature], policy)?.code ?? 'Y');

    expect(answers).toEqual(
      [...SWITCHES[policy.instance]].map((letter) =>
        letter === 'Y' ? 'Y' : 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
      ),
    );
  });

  test('one switch that is off refuses, whatever the others say', () => {
    expect(refusalOfFeatures(['MULTI_PARTNER', 'GDAP'], CHINA)?.code).toBe(
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
    );
    expect(refusalOfFeatures([], US_GOVERNMENT)).toBeNull();
  });
});

test('the token is asked before the switch, the switch before the role', () => {
  const operation = { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] } as const;
  const helpdesk = partnerUser(['HELPDESK_AGENT']);

  expect(refusalToEnter(operation, null, US_GOVERNMENT)?.code).toBe('UNAUTHENTICATED');
  expect(refusalToEnter(operation, helpdesk, US_GOVERNMENT)?.code).toBe(
    'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  );
  expect(refusalToEnter(operation, helpdesk, CHINA)?.code).toBe('ROLE_NOT_ALLOWED');
  expect(refusalToEnter(operation, helpdesk, null)?.code).toBe('ROLE_NOT_ALLOWED');
  expect(refusalToEnter(operation, ADMIN_AGENT, CHINA)).toBeNull();
});

describe('R14: privileges in a request', () => {
  test.each([
    [CHINA, false, 'DAP_REQUIRED_IN_CLOUD R14'],
    [CHINA, true, null],
    [GERMANY, false, 'DAP_REQUIRED_IN_CLOUD R14'],
    [GERMANY, true, null],
    [GLOBAL, false, null],
    [GLOBAL, true, null],
    [US_GOVERNMENT, true, 'FEATURE_NOT_AVAILABLE_IN_CLOUD R14'],
    [US_GOVERNMENT, false, 'FEATURE_NOT_AVAILABLE_IN_CLOUD R14'],
  ])('$instance with privileges %s answers %s', (policy, withDap, expected) => {
    expect(answer(refusalToAskWithoutDap(withDap, policy))).toBe(expected);
  });
});

describe('R16: regions', () => {
  test.each([
    ['CN', 'CN', CHINA, true],
    ['CN', 'HK', CHINA, false],
    ['DE', 'FR', GLOBAL, true],
    ['DE', 'NO', GLOBAL, true],
    ['CH', 'GB', GLOBAL, false],
    ['GB', 'GB', GLOBAL, true],
    ['US', 'CA', GLOBAL, false],
    [null, 'CN', CHINA, false],
    ['CN', null, CHINA, false],
    [null, null, CHINA, false],
  ])('%s and %s', (one, other, policy, expected) => {
    expect(mayWorkTogether(one, other, policy)).toBe(expected);
    expect(mayWorkTogether(other, one, policy)).toBe(expected);
    expect(answer(refusalOfRegions(one, other, policy))).toBe(
      expected ? null : 'REGION_NOT_ALLOWED R16',
    );
  });
});

test('R17: two instances never match', () => {
  expect(answer(refusalOfInstances('GLOBAL', 'CHINA_21VIANET'))).toBe('CLOUD_MISMATCH R17');
  expect(refusalOfInstances('GLOBAL', 'GLOBAL')).toBeNull();
});

describe('services', () => {
  test('an empty list asks for every service of the instance', () => {
    const all = ['EXCHANGE_OFFICE', 'DYNAMICS', 'INTUNE', 'OTHER'];

    expect(expandServices([], true, CHINA)).toEqual(all);
    expect(expandServices(null, true, CHINA)).toEqual(all);
    expect(expandServices([], true, GLOBAL)).toContain('AZURE');
  });

  test('named services are asked for once each', () => {
    expect(expandServices(['INTUNE', 'DYNAMICS', 'INTUNE'], true, CHINA)).toEqual([
      'DYNAMICS',
      'INTUNE',
    ]);
  });

  test('without delegated administration no service is asked for', () => {
    expect(expandServices([], false, GLOBAL)).toEqual([]);
  });

  test('R39: there is no Azure in 21Vianet', () => {
    expect(answer(refusalOfMissingServices(['DYNAMICS', 'AZURE'], CHINA))).toBe(
      'FEATURE_NOT_AVAILABLE_IN_CLOUD R39',
    );
    expect(refusalOfMissingServices(['AZURE'], GLOBAL)).toBeNull();
  });

  test('where the unit is the whole tenant, all services are named or none', () => {
    expect(refusalOfPrivilegeUnit([], GLOBAL)).toBeNull();
    expect(refusalOfPrivilegeUnit(GLOBAL.services, GLOBAL)).toBeNull();
    expect(refusalOfPrivilegeUnit(GLOBAL.services.slice(1), GLOBAL)?.code).toBe('INVALID_INPUT');
    expect(refusalOfPrivilegeUnit(['DYNAMICS'], CHINA)).toBeNull();
  });
});
