import {
  refusalOfPrivilege,
  refusalOfSecondHolder,
  refusalToMigrate,
} from '../../src/modules/imports/relationship-import.rules';
import type { GrantFacts } from '../../src/modules/relationships/delegated-privileges.rules';
import { acceptance } from '../support/rule-facts';

test.each([
  [null, null],
  ['ACTIVE', null],
  ['REMOVED', 'INVALID_STATE_TRANSITION'],
] as const)('a relationship that is %s is taken over, or refused with %s', (held, code) => {
  expect(refusalToMigrate(held)?.code ?? null).toBe(code);
});

const ALONE: GrantFacts = acceptance();
const TAKEN: GrantFacts = {
  ...ALONE,
  soldServices: ['DYNAMICS'],
  otherHolders: [
    {
      resellerId: 'other',
      resellerName: 'Litware',
      service: 'DYNAMICS',
      isTransacting: true,
    },
  ],
};

test.each([
  [null, ALONE, null],
  ['ACTIVE', ALONE, null],
  ['REMOVED_BY_CUSTOMER', ALONE, 'DAP_GRANT_REQUIRES_CUSTOMER'],
  ['RELINQUISHED_BY_PARTNER', ALONE, 'DAP_GRANT_REQUIRES_CUSTOMER'],
  [null, TAKEN, 'DAP_CONFLICT'],
  ['ACTIVE', TAKEN, 'DAP_CONFLICT'],
] as const)('a privilege that is %s is taken over, or refused', (last, facts, code) => {
  expect(refusalOfPrivilege('DYNAMICS', last, facts)?.code ?? null).toBe(code);
});

test('a sale that makes a second transacting holder is refused (R21)', () => {
  expect(refusalOfSecondHolder('DYNAMICS', ALONE, null)).toBeNull();
  expect(refusalOfSecondHolder('DYNAMICS', TAKEN, null)?.code).toBe('DAP_CONFLICT');
});
