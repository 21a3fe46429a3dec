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
  acceptInvitation: [36, 9, 29, 26],
  acceptRelationshipRequest: [32, 9, 25, 22],
  assignSupportContact: [23, 8, 16, 18],
  cancelRelationshipRequest: [22, 8, 15, 18],
  cancelRelationshipRequests: [22, 8, 15, 8],
  cancelSubscription: [21, 8, 14, 18],
  changePartnerOfRecord: [20, 18, 14, 20],
  createCustomer: [20, 9, 13, 15],
  createInvitation: [14, 8, 9, 13],
  createPartnerRelationship: [18, 8, 11, 14],
  createSubscription: [18, 8, 11, 15],
  declineRelationshipRequest: [23, 8, 16, 5],
  endPartnerRelationship: [16, 8, 9, 11],
  purchaseAddOn: [23, 8, 16, 20],
  reactivateSubscription: [21, 8, 14, 18],
  recordAgreement: [13, 7, 8, 11],
  registerReseller: [13, 7, 8, 12],
  relinquishDelegatedPrivileges: [23, 8, 16, 17],
  removeDelegatedPrivileges: [23, 8, 16, 17],
  removeRelationship: [24, 8, 17, 18],
  requestRelationship: [21, 8, 14, 12],
  requestRelationships: [20, 8, 13, 9],
  rotateInvitation: [16, 8, 9, 12],
  scheduleNextTermInstructions: [19, 8, 12, 16],
  setResellerStatus: [14, 7, 7, 11],
  suspendSubscription: [21, 8, 14, 18],
  terminateDelegatedPrivileges: [23, 7, 16, 17],
  transferSubscription: [20, 18, 14, 20],
  updateCustomer: [19, 8, 12, 15],
  updateSubscription: [19, 8, 12, 20],
  upgradeSubscription: [24, 8, 17, 20],
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
