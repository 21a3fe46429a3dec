import type { Caller } from '../../src/kernel/actor';
import type { ActionVerdict } from '../../src/kernel/verdict';
import { refusalToAccept } from '../../src/modules/relationships/acceptance.rules';
import {
  refusalToRelinquish,
  refusalToRemovePrivileges,
} from '../../src/modules/relationships/delegated-privileges.rules';
import { refusalToRemove } from '../../src/modules/relationships/relationship.rules';
import {
  refusalToCancel,
  refusalToDecline,
} from '../../src/modules/relationships/relationship-request.rules';
import {
  verdictsOnCustomer,
  verdictsOnRelationship,
  verdictsOnRequest,
} from '../../src/modules/relationships/viewer-actions.rules';
import {
  acceptance,
  ADMIN_AGENT,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  GLOBAL,
  NOW,
  partnerUser,
  relationship,
  request,
  reseller,
} from '../support/rule-facts';

function summary(verdicts: readonly ActionVerdict[]) {
  return verdicts.map(({ action, service, allowed, code }) =>
    [action, service, allowed ? 'yes' : code].filter(Boolean).join(' '),
  );
}

describe('on a relationship', () => {
  const facts = {
    policy: CHINA,
    relationship: relationship(),
    sold: [],
    privileges: [{ service: 'DYNAMICS', status: 'ACTIVE' }],
  } as const;

  test.each(CALLERS)('%s hears what the mutations answer', (_name, actor) => {
    const verdicts = verdictsOnRelationship(actor, facts);

    expect(verdicts.map(({ code }) => code)).toEqual(
      [
        refusalToRemove(actor, facts),
        refusalToRelinquish(actor, facts),
        refusalToRemovePrivileges(actor, facts),
      ].map((refusal) => refusal?.code ?? null),
    );
  });

  test('after the privileges have ended', () => {
    const ended = { ...facts, privileges: [] };

    expect(summary(verdictsOnRelationship(CUSTOMER_ADMIN, ended))).toEqual([
      'REMOVE CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
      'RELINQUISH_PRIVILEGES ROLE_NOT_ALLOWED',
      'REMOVE_PRIVILEGES INVALID_STATE_TRANSITION',
    ]);
  });
});

describe('on a request', () => {
  test.each(CALLERS)('%s hears what the mutations answer', (_name, actor: Caller | null) => {
    const facts = acceptance();

    expect(verdictsOnRequest(actor, facts, NOW).map(({ code }) => code)).toEqual(
      [
        refusalToAccept(actor, facts, {}, NOW),
        refusalToDecline(actor, facts, {}, NOW),
        refusalToCancel(actor, facts, {}, NOW),
      ].map((refusal) => refusal?.code ?? null),
    );
  });

  test('its customer may answer, its reseller may cancel', () => {
    expect(summary(verdictsOnRequest(CUSTOMER_ADMIN, acceptance(), NOW))).toEqual([
      'ACCEPT yes',
      'DECLINE yes',
      'CANCEL ROLE_NOT_ALLOWED',
    ]);
    expect(summary(verdictsOnRequest(ADMIN_AGENT, acceptance(), NOW))).toEqual([
      'ACCEPT DAP_GRANT_REQUIRES_CUSTOMER',
      'DECLINE DAP_GRANT_REQUIRES_CUSTOMER',
      'CANCEL yes',
    ]);
  });

  test('an overdue one takes no answer', () => {
    const overdue = acceptance({ request: request({ expiresAt: NOW }) });

    expect(summary(verdictsOnRequest(CUSTOMER_ADMIN, overdue, NOW))).toEqual([
      'ACCEPT REQUEST_EXPIRED',
      'DECLINE REQUEST_EXPIRED',
      'CANCEL ROLE_NOT_ALLOWED',
    ]);
  });

  test('ACCEPT supposes that the customer agreement is accepted with it', () => {
    const facts = acceptance({ policy: GLOBAL, request: request({ services: GLOBAL.services }) });

    expect(verdictsOnRequest(CUSTOMER_ADMIN, facts, NOW)[0]?.allowed).toBe(true);
  });
});

describe('on a customer', () => {
  const facts = {
    policy: CHINA,
    reseller: reseller(),
    relationshipStatus: 'ACTIVE',
    customer: acceptance().customer,
    activeServices: ['EXCHANGE_OFFICE', 'INTUNE'],
  } as const;

  test('SELL once, ADMINISTER per service of the instance (S8)', () => {
    expect(summary(verdictsOnCustomer(ADMIN_AGENT, facts))).toEqual([
      'SELL yes',
      'ADMINISTER EXCHANGE_OFFICE yes',
      'ADMINISTER DYNAMICS DAP_NOT_GRANTED',
      'ADMINISTER INTUNE yes',
      'ADMINISTER OTHER DAP_NOT_GRANTED',
    ]);
  });

  test('a partner global administrator sells and does not administer (D17)', () => {
    const verdicts = summary(verdictsOnCustomer(partnerUser(['GLOBAL_ADMIN']), facts));

    expect(verdicts.slice(0, 2)).toEqual([
      'SELL yes',
      'ADMINISTER EXCHANGE_OFFICE ROLE_NOT_ALLOWED',
    ]);
  });

  test('standing and relationship decide SELL and leave ADMINISTER alone', () => {
    const suspended = { ...facts, reseller: reseller({ accountStatus: 'SUSPENDED' }) };
    const removed = { ...facts, relationshipStatus: 'REMOVED' } as const;

    expect(summary(verdictsOnCustomer(ADMIN_AGENT, suspended)).slice(0, 2)).toEqual([
      'SELL RESELLER_SUSPENDED',
      'ADMINISTER EXCHANGE_OFFICE yes',
    ]);
    expect(summary(verdictsOnCustomer(ADMIN_AGENT, removed))[0]).toBe(
      'SELL NO_RESELLER_RELATIONSHIP',
    );
  });
});
