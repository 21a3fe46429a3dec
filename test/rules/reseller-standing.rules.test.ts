import {
  refusalOfMissingAccount,
  refusalOfStanding,
  ResellerAccountStatus,
  STANDING_OPERATIONS,
  type StandingOperation,
} from '../../src/modules/resellers/reseller-standing.rules';
import { answer } from '../support/rule-facts';

// Typed from the domain: ACTIVE, RESTRICTED, SUSPENDED.
const EXPECTED: Readonly<Record<StandingOperation, string>> = {
  CREATE_INVITATION: 'YRS',
  REQUEST_RELATIONSHIP: 'YRS',
  BE_ACCEPTED: 'YRS',
  CREATE_CUSTOMER: 'YRS',
  SELL: 'YRS',
  ADD_SEATS: 'YRS',
  REMOVE_SEATS: 'YYS',
  ORDER_ADD_ON: 'YYS',
  UPGRADE: 'YYS',
};
const CODES: Readonly<Record<string, string | null>> = {
  Y: null,
  R: 'RESELLER_RESTRICTED R18',
  S: 'RESELLER_SUSPENDED R18',
};

const cells = STANDING_OPERATIONS.flatMap((operation) =>
  Object.values(ResellerAccountStatus).map((accountStatus, index) => ({
    operation,
    accountStatus,
    expected: CODES[EXPECTED[operation][index] ?? ''] ?? null,
  })),
);

test.each(cells)(
  '$operation of a reseller that is $accountStatus answers $expected (R18)',
  ({ operation, accountStatus, expected }) => {
    expect(answer(refusalOfStanding(operation, { accountStatus }))).toBe(expected);
  },
);

test.each(STANDING_OPERATIONS)('%s of a reseller of unknown standing passes', (operation) => {
  expect(refusalOfStanding(operation, { accountStatus: null })).toBeNull();
});

test.each([
  [false, null],
  [true, 'INVALID_STATE_TRANSITION -'],
])(
  'whether a partner known by its MPN id only: %s, so its account is changed or not',
  (isPlaceholder, refusal) => {
    expect(answer(refusalOfMissingAccount({ isPlaceholder }))).toBe(refusal);
  },
);
