import {
  type Action,
  ACTIONS,
  allowedRolesOf,
  mayAct,
  refusalToAct,
  rowOf,
} from '../../src/kernel/role-matrix';
import {
  ADMIN_AGENT,
  answer,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  customerUser,
  newTenantUser,
  partnerApplication,
  partnerUser,
} from '../support/rule-facts';

// Typed from the table of the domain, not from the code. One letter per caller, in this order:
const COLUMNS = [
  'ADMIN_AGENT',
  'SALES_AGENT',
  'HELPDESK_AGENT',
  'GLOBAL_ADMIN',
  'BILLING_ADMIN',
  'USER_MGMT_ADMIN',
  'partner application',
  'CUSTOMER_GLOBAL_ADMIN',
  'CUSTOMER_BILLING_ADMIN',
  'CUSTOMER_USER',
  'OPERATOR',
];
// Y allowed; - ROLE_NOT_ALLOWED; A CUSTOMER_ADMIN_REQUIRED; K CUSTOMER_CANNOT_REMOVE_RELATIONSHIP;
// L left to a later step.
const EXPECTED: Readonly<Record<Action, string>> = {
  //                            ASHGBU p GBU o
  SEARCH_CUSTOMERS: /*         */ 'YYYY-- Y YYY Y',
  CREATE_CUSTOMER: /*          */ 'YY-Y-- - --- -',
  EDIT_CUSTOMER: /*            */ 'YYYY-- - --- -',
  EDIT_CUSTOMER_BILLING_PROFILE: 'YY-Y-- - --- -',
  REQUEST_RELATIONSHIP: /*     */ 'YY-Y-- - --- -',
  ROTATE_INVITATION: /*        */ '---Y-- - --- -',
  SEE_RELATIONSHIPS: /*        */ 'YYYY-- Y YY- Y',
  USE_DAP: /*                  */ 'Y-Y--- - --- -',
  RELINQUISH_DAP: /*           */ 'Y--Y-- - --- -',
  REMOVE_RELATIONSHIP: /*      */ '---Y-- - KKK -',
  SELL: /*                     */ 'YY-Y-- - --- -',
  MANAGE_OWN_SUBSCRIPTIONS: /* */ 'YY-Y-- - LL- Y',
  SEE_OFFERS: /*               */ 'Y--YY- Y --- Y',
  SEE_CUSTOMER_AGREEMENT: /*   */ '-Y-YY- Y YY- Y',
  REGISTER_INDIRECT_RESELLER: /**/ 'YY-Y-- - --- -',
  END_PARTNER_RELATIONSHIP: /* */ '---Y-- - --- -',
  SEE_PARTNER_PROFILES: /*     */ 'YY-Y-Y Y YY- Y',
  READ_ACTIVITY_LOG: /*        */ 'YYYYYY Y YY- Y',
  OWN_WEBHOOKS: /*             */ 'Y--Y-- Y Y-- -',
  DECIDE_RELATIONSHIP_REQUEST: 'LLLLLL - YAA -',
  ACCEPT_INVITATION: /*        */ 'LLLLLL - YAA -',
  REMOVE_DAP: /*               */ 'AAAAAA - YAA -',
  TERMINATE_DAP: /*            */ '------ - --- Y',
  REGISTER_RESELLER: /*        */ '------ - --- Y',
  SET_RESELLER_STATUS: /*      */ '------ - --- Y',
  RECORD_AGREEMENT: /*         */ '------ - --- Y',
};
const ANSWERS: Readonly<Record<string, string | null>> = {
  Y: null,
  L: null,
  '-': 'ROLE_NOT_ALLOWED',
  A: 'CUSTOMER_ADMIN_REQUIRED',
  K: 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
};

const cells = ACTIONS.flatMap((action) =>
  [...EXPECTED[action].replaceAll(' ', '')].map((letter, index) => ({
    action,
    caller: COLUMNS[index] ?? '',
    expected: ANSWERS[letter] ?? null,
  })),
);

function callerNamed(name: string) {
  const found = CALLERS.find(([caller]) => caller === name);
  if (!found) throw new Error(`No caller ${name}`);
  return found[1];
}

describe('the role matrix', () => {
  test('the copy in this test has a letter for every action and caller', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual([...ACTIONS].sort());
    expect(cells).toHaveLength(ACTIONS.length * COLUMNS.length);
  });

  test.each(cells)('$action by $caller answers $expected', ({ action, caller, expected }) => {
    const refusal = refusalToAct(action, callerNamed(caller));

    expect(refusal?.code ?? null).toBe(expected);
  });

  test.each(ACTIONS)('who is refused %s hears exactly the roles that are allowed', (action) => {
    const allowed = COLUMNS.filter(
      (caller, index) =>
        caller !== 'partner application' && EXPECTED[action].replaceAll(' ', '')[index] === 'Y',
    );

    expect([...allowedRolesOf(rowOf(action, CHINA))].sort()).toEqual(allowed.sort());
  });

  test.each(ACTIONS)('%s without a token is UNAUTHENTICATED', (action) => {
    expect(answer(refusalToAct(action, null))).toBe('UNAUTHENTICATED -');
  });

  test.each(ACTIONS)('%s by a partner user without any role is refused', (action) => {
    expect(mayAct(action, partnerUser([]))).toBe(false);
  });

  test.each(ACTIONS)('%s by an application of a customer is refused', (action) => {
    const refusal = refusalToAct(action, customerUser([], { kind: 'APPLICATION' }));

    expect(refusal?.code).toBe('ROLE_NOT_ALLOWED');
  });

  test.each(ACTIONS.filter((action) => action !== 'ACCEPT_INVITATION'))(
    '%s by a tenant that is not held yet is ROLE_NOT_ALLOWED',
    (action) => {
      const refusal = refusalToAct(action, newTenantUser(['CUSTOMER_GLOBAL_ADMIN']));

      expect(refusal?.code).toBe('ROLE_NOT_ALLOWED');
    },
  );

  test('rights of several roles are the union', () => {
    const both = partnerUser(['HELPDESK_AGENT', 'BILLING_ADMIN']);

    expect(mayAct('USE_DAP', both)).toBe(true);
    expect(mayAct('SEE_OFFERS', both)).toBe(true);
    expect(mayAct('SELL', both)).toBe(false);
  });

  test('rights of several roles of a customer are the union', () => {
    const both = customerUser(['CUSTOMER_USER', 'CUSTOMER_GLOBAL_ADMIN']);

    expect(mayAct('REMOVE_DAP', both)).toBe(true);
    expect(mayAct('SEE_RELATIONSHIPS', both)).toBe(true);
    // Left to the step that knows the rule in the way (R39).
    expect(refusalToAct('MANAGE_OWN_SUBSCRIPTIONS', both)).toBeNull();
  });

  test('a refused helpdesk agent hears which roles may ask for a relationship (S7)', () => {
    const refusal = refusalToAct('REQUEST_RELATIONSHIP', partnerUser(['HELPDESK_AGENT']));

    expect(refusal?.allowedRoles).toEqual(['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN']);
  });

  test.each([
    ['CHINA_21VIANET', false],
    ['GLOBAL', true],
    ['US_GOVERNMENT', true],
    ['GERMANY', true],
  ] as const)('a sales agent of %s sees offers: %s (D18)', (cloudInstance, expected) => {
    expect(mayAct('SEE_OFFERS', partnerUser(['SALES_AGENT'], { cloudInstance }))).toBe(expected);
    expect(mayAct('SEE_OFFERS', partnerUser(['HELPDESK_AGENT'], { cloudInstance }))).toBe(false);
  });
});

describe.each(['DECIDE_RELATIONSHIP_REQUEST', 'ACCEPT_INVITATION'] as const)('%s', (action) => {
  const claiming = partnerUser(['ADMIN_AGENT'], { claimsCustomerGlobalAdmin: true });

  test.each([
    ['of its own reseller', ADMIN_AGENT, true, 'DAP_GRANT_REQUIRES_CUSTOMER R29'],
    ['of its own reseller, claiming', claiming, true, 'DAP_GRANT_REQUIRES_CUSTOMER R29'],
    ['of another, claiming', claiming, false, 'RESELLER_CANNOT_BE_CUSTOMER R19'],
    ['of another', ADMIN_AGENT, false, 'CUSTOMER_ADMIN_REQUIRED R15'],
    ['as an application', partnerApplication(), true, 'ROLE_NOT_ALLOWED -'],
  ])('by a partner %s', (_case, actor, ownRequest, expected) => {
    expect(answer(refusalToAct(action, actor, { ownRequest }))).toBe(expected);
  });

  test('a partner learns at once that it may not, when nobody asks whose request it is', () => {
    expect(mayAct(action, ADMIN_AGENT)).toBe(false);
    expect(mayAct(action, CUSTOMER_ADMIN)).toBe(true);
  });
});

test('a new tenant accepts an invitation through its global administrator only (R15)', () => {
  expect(refusalToAct('ACCEPT_INVITATION', newTenantUser(['CUSTOMER_GLOBAL_ADMIN']))).toBeNull();
  expect(answer(refusalToAct('ACCEPT_INVITATION', newTenantUser(['CUSTOMER_USER'])))).toBe(
    'CUSTOMER_ADMIN_REQUIRED R15',
  );
  const application = {
    ...newTenantUser(['CUSTOMER_GLOBAL_ADMIN']),
    kind: 'APPLICATION' as const,
  };
  expect(answer(refusalToAct('ACCEPT_INVITATION', application))).toBe('ROLE_NOT_ALLOWED -');
  const both = newTenantUser(['CUSTOMER_USER', 'CUSTOMER_GLOBAL_ADMIN']);
  expect(refusalToAct('ACCEPT_INVITATION', both)).toBeNull();
});

test('the customer’s code names the rule of the operation', () => {
  const billing = customerUser(['CUSTOMER_BILLING_ADMIN']);

  expect(answer(refusalToAct('REMOVE_DAP', billing))).toBe('CUSTOMER_ADMIN_REQUIRED R26');
  expect(answer(refusalToAct('REMOVE_DAP', ADMIN_AGENT))).toBe('CUSTOMER_ADMIN_REQUIRED R26');
  expect(answer(refusalToAct('REMOVE_RELATIONSHIP', CUSTOMER_ADMIN))).toBe(
    'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP R34',
  );
});
