import type { PartnerActor } from '../../src/kernel/actor';
import { nextState } from '../../src/kernel/transitions';
import {
  type NewPartnershipFacts,
  PARTNERSHIP_EVENTS,
  PARTNERSHIP_TRANSITIONS,
  type PartnershipFacts,
  refusalToCreatePartnership,
  refusalToEndPartnership,
} from '../../src/modules/resellers/partner-relationship.rules';
import { ADMIN_AGENT, answer, CHINA, OPERATOR, partnerUser, reseller } from '../support/rule-facts';

// Every pair of state and event, in the order of the events: create, end.
test.each([
  ['NONE', ['ACTIVE', null]],
  ['ACTIVE', ['ACTIVE', 'ENDED']],
  ['ENDED', [null, null]],
] as const)('a partnership that is %s moves to %j', (state, targets) => {
  expect(
    PARTNERSHIP_EVENTS.map((event) => nextState(PARTNERSHIP_TRANSITIONS, state, event)),
  ).toEqual(targets);
});

const FACTS: NewPartnershipFacts = {
  policy: CHINA,
  provider: reseller({ kind: 'INDIRECT_PROVIDER' }),
  indirectReseller: reseller({ kind: 'INDIRECT_RESELLER' }),
};
const BILLING = partnerUser(['BILLING_ADMIN']);

type Case = readonly [
  title: string,
  actor: PartnerActor,
  facts: Partial<NewPartnershipFacts>,
  refusal: string | null,
];
const CASES: readonly Case[] = [
  ['of the two tiers', ADMIN_AGENT, {}, null],
  ['without the role', BILLING, {}, 'ROLE_NOT_ALLOWED -'],
  [
    'by a direct-bill partner',
    ADMIN_AGENT,
    { provider: reseller(), indirectReseller: null },
    'ROLE_NOT_ALLOWED -',
  ],
  ['with nobody', ADMIN_AGENT, { indirectReseller: null }, 'NOT_FOUND R36'],
  ['with a direct-bill partner', ADMIN_AGENT, { indirectReseller: reseller() }, 'NOT_FOUND R36'],
  [
    'with a reseller of another instance',
    ADMIN_AGENT,
    { indirectReseller: reseller({ kind: 'INDIRECT_RESELLER', cloudInstance: 'GLOBAL' }) },
    'NOT_FOUND R36',
  ],
  [
    'with a reseller of another country',
    ADMIN_AGENT,
    { indirectReseller: reseller({ kind: 'INDIRECT_RESELLER', country: 'DE' }) },
    'REGION_NOT_ALLOWED R16',
  ],
];

test.each(CASES)('a partnership %s is made, or refused', (_title, actor, facts, refusal) => {
  expect(answer(refusalToCreatePartnership(actor, { ...FACTS, ...facts }))).toBe(refusal);
});

const LINK: PartnershipFacts = {
  providerId: 'provider',
  indirectResellerId: 'indirect',
  state: 'ACTIVE',
  version: 2,
};
const userOf = (resellerId: string): PartnerActor => partnerUser(['GLOBAL_ADMIN'], { resellerId });
const PROVIDER = userOf('provider');

test.each([
  ['the provider', PROVIDER, LINK, undefined, null],
  ['the provider, with the etag', PROVIDER, LINK, '"2"', null],
  ['the provider, with an old etag', PROVIDER, LINK, '"1"', 'ETAG_MISMATCH R40'],
  [
    'the provider once more, with an old etag',
    PROVIDER,
    { ...LINK, state: 'ENDED' },
    '"1"',
    'INVALID_STATE_TRANSITION -',
  ],
  ['the indirect reseller', userOf('indirect'), LINK, undefined, 'ROLE_NOT_ALLOWED R33'],
  ['another partner', userOf('other'), LINK, undefined, 'NOT_FOUND R36'],
  ['a partner, of nothing', PROVIDER, null, undefined, 'NOT_FOUND R36'],
  ['an admin agent of the provider', ADMIN_AGENT, LINK, undefined, 'ROLE_NOT_ALLOWED -'],
  ['the operator', OPERATOR, LINK, undefined, 'ROLE_NOT_ALLOWED -'],
] as const)('%s ends a partnership, or hears why not', (_who, actor, link, ifMatch, refusal) => {
  expect(answer(refusalToEndPartnership(actor, link, ifMatch ? { ifMatch } : {}))).toBe(refusal);
});
