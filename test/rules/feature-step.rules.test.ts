import type { Service } from '../../src/kernel/service';
import {
  featureRefusalOfInvitation,
  featureRefusalOfRequest,
} from '../../src/modules/relationships/feature-step.rules';
import { answer, customerUser, newTenantUser, OPERATOR, partnerUser } from '../support/rule-facts';

const CHINESE = partnerUser(['ADMIN_AGENT']);
const GLOBAL = partnerUser(['ADMIN_AGENT'], { cloudInstance: 'GLOBAL' });
const WITHOUT_ROW = [OPERATOR, newTenantUser(['CUSTOMER_GLOBAL_ADMIN'])];

test.each([
  ['in 21Vianet, without privileges', CHINESE, false, 'DAP_REQUIRED_IN_CLOUD R14'],
  ['in 21Vianet, with privileges', CHINESE, true, null],
  ['in 21Vianet, nothing said', CHINESE, undefined, null],
  ['in 21Vianet, said with null', CHINESE, null, null],
  ['in the global instance, without privileges', GLOBAL, false, null],
  ['by a customer in 21Vianet', customerUser([]), false, 'DAP_REQUIRED_IN_CLOUD R14'],
])('an invitation %s passes, or is refused before the role', (_t, actor, asked, refusal) => {
  expect(answer(featureRefusalOfInvitation({ includesDelegatedAdmin: asked }, actor))).toBe(
    refusal,
  );
  expect(answer(featureRefusalOfRequest({ withDelegatedAdmin: asked }, actor))).toBe(refusal);
});

test.each([
  [['AZURE'], CHINESE, 'FEATURE_NOT_AVAILABLE_IN_CLOUD R39'],
  [['EXCHANGE_OFFICE'], CHINESE, null],
  [['AZURE'], GLOBAL, null],
  [null, CHINESE, null],
] as [Service[] | null, typeof CHINESE, string | null][])(
  'a request for %j exists in the instance of its caller, or not',
  (services, actor, refusal) => {
    expect(answer(featureRefusalOfRequest({ services }, actor))).toBe(refusal);
  },
);

test.each(WITHOUT_ROW)(
  'a caller without an instance of its own hears its role first: %j',
  (actor) => {
    expect(featureRefusalOfInvitation({ includesDelegatedAdmin: false }, actor)).toBeNull();
    expect(featureRefusalOfRequest({ withDelegatedAdmin: false }, actor)).toBeNull();
  },
);
