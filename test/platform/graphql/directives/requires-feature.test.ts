import type { Caller, PartnerActor } from '../../../../src/kernel/actor';
import { refusalByFeature } from '../../../../src/platform/graphql/directives/requires-feature';
import { customerUser } from '../../../support/rule-facts';
import { salesAgent } from '../sample-schema';

const usReseller: PartnerActor = { ...salesAgent, cloudInstance: 'US_GOVERNMENT' };
const operator: Caller = {
  side: 'operator',
  kind: 'OPERATOR',
  tenantId: '33333333-3333-4333-8333-333333333333',
  userId: 'operator',
  displayName: null,
};

test('a feature that the caller’s instance has is no obstacle', () => {
  expect(refusalByFeature(['MULTI_PARTNER'], salesAgent)).toBeNull();
});

test('a feature that the caller’s instance does not have is refused', () => {
  expect(refusalByFeature(['MULTI_PARTNER'], usReseller)).toMatchObject({
    code: 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  });
});

test('one missing feature of several refuses', () => {
  expect(refusalByFeature(['MULTI_PARTNER', 'GDAP'], salesAgent)).toMatchObject({
    code: 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  });
});

test('the operator has no instance of its own: the object’s decides, later', () => {
  expect(refusalByFeature(['GDAP'], operator)).toBeNull();
});

test('a customer’s instance decides for its users too', () => {
  const customer = customerUser(['CUSTOMER_GLOBAL_ADMIN']);

  expect(refusalByFeature(['GDAP'], customer)).toMatchObject({
    code: 'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  });
  expect(refusalByFeature(['MULTI_PARTNER'], customer)).toBeNull();
});
