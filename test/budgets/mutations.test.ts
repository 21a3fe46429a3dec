import { newId } from '../../src/platform/ids';
import { schemaUnderTest } from '../support/app-schema';
import { PREPARED_WRITES, type PreparedWrite } from '../support/prepared-writes';
import type { Input } from '../support/relationship-api';
import { TestApp } from '../support/test-app';
import { call, codesOf, isRepeated } from '../support/write-call';

/** SQL statements of one call with a `clientRequestId`, everything between token and answer included. */
type Price = readonly [
  accepted: number,
  /** The same call again, answered from memory. */
  repeated: number,
  /** With `validateOnly`. */
  dryRun: number,
  /** The real call with everything in its way. */
  refused: number,
];

/** Of the calls in `test/support/prepared-writes`. Whoever changes a number says why in the commit. */
const PRICES: Readonly<Record<string, Price>> = {
  acceptInvitation: [30, 9, 24, 22],
  acceptRelationshipRequest: [26, 9, 20, 18],
  assignSupportContact: [22, 8, 16, 18],
  cancelRelationshipRequest: [17, 8, 11, 14],
  cancelRelationshipRequests: [17, 8, 11, 8],
  cancelSubscription: [20, 8, 14, 18],
  changePartnerOfRecord: [19, 18, 14, 19],
  createCustomer: [19, 9, 13, 15],
  createInvitation: [13, 8, 8, 12],
  createPartnerRelationship: [17, 8, 11, 14],
  createSubscription: [17, 8, 11, 15],
  createWebhookEndpoint: [16, 8, 10, 10],
  declineRelationshipRequest: [18, 8, 12, 5],
  deleteWebhookEndpoint: [15, 8, 10, 11],
  endPartnerRelationship: [15, 8, 9, 11],
  pauseWebhookEndpoint: [15, 8, 9, 11],
  purchaseAddOn: [22, 8, 16, 20],
  reactivateSubscription: [20, 8, 14, 18],
  recordAgreement: [13, 7, 8, 11],
  redeliverWebhookDeliveries: [14, 8, 9, 13],
  redeliverWebhookDelivery: [15, 8, 10, 11],
  registerReseller: [13, 7, 8, 12],
  relinquishDelegatedPrivileges: [22, 8, 16, 17],
  removeDelegatedPrivileges: [22, 8, 16, 17],
  removeRelationship: [23, 8, 17, 18],
  requestRelationship: [18, 8, 12, 11],
  requestRelationships: [18, 8, 12, 8],
  resumeWebhookEndpoint: [15, 8, 10, 11],
  rotateInvitation: [15, 8, 9, 12],
  rotateWebhookSecret: [15, 8, 9, 11],
  scheduleNextTermInstructions: [18, 8, 12, 16],
  setResellerStatus: [13, 7, 7, 11],
  suspendSubscription: [20, 8, 14, 18],
  terminateDelegatedPrivileges: [22, 7, 16, 17],
  testWebhook: [18, 8, 12, 12],
  transferSubscription: [19, 18, 14, 19],
  updateCustomer: [18, 8, 12, 15],
  updateSubscription: [18, 8, 12, 19],
  updateWebhookEndpoint: [14, 8, 9, 11],
  upgradeSubscription: [23, 8, 17, 20],
};

const schema = schemaUnderTest();
const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {});

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

function given(mutation: string): Promise<PreparedWrite> {
  const prepare = PREPARED_WRITES[mutation];
  if (!prepare) throw new Error(`prepare a valid call of ${mutation}`);
  return prepare(app);
}

interface Call {
  readonly statements: number;
  readonly outcome: string;
}

async function sent(mutation: string, who: PreparedWrite['who'], input: Input): Promise<Call> {
  let outcome = '';
  const statements = await app.statementsOf(async () => {
    const answer = await call(app, schema, who, mutation, input);
    outcome = isRepeated(answer) ? 'repeated' : codesOf(answer);
  });
  return { statements: statements.length, outcome };
}

test('every mutation of the schema has its price, and nothing else has', () => {
  expect(Object.keys(PRICES).sort()).toEqual([...MUTATIONS].sort());
});

test.each(MUTATIONS)('%s costs what the list says', async (mutation) => {
  const { who, input, alwaysRefusedWith } = await given(mutation);
  const named = { ...input, clientRequestId: newId() };
  const dryRun = await sent(mutation, who, { ...named, validateOnly: true });
  const accepted = await sent(mutation, who, named);
  const repeated = await sent(mutation, who, named);
  const other = await given(mutation);
  const blocked = { ...(await other.refused()), clientRequestId: newId() };
  const refused = await sent(mutation, other.who, blocked);

  const calls = [accepted, repeated, dryRun, refused];
  expect(calls.slice(0, 3).map(({ outcome }) => outcome)).toEqual([
    alwaysRefusedWith ?? 'allowed',
    alwaysRefusedWith ?? 'repeated',
    alwaysRefusedWith ?? 'allowed',
  ]);
  expect(refused.outcome).toMatch(/^(?!allowed|repeated)/);
  expect(calls.map(({ statements }) => statements)).toEqual(PRICES[mutation]);
});
