import fc from 'fast-check';

import { TestApp } from '../support/test-app';
import { Dice, KIND_COUNT, type Step } from './acts';
import { stepsOf } from './campaign';
import { rule } from './oracle';
import { ParallelAttack } from './parallel';
import { Attack, Disagreement, type Doubles } from './run';

/*
 * That the attack finds what it looks for: a bug is planted, in the server or in the oracle, and has to
 * come out. Seeds are fixed, so that each is met within a few runs.
 */

jest.setTimeout(120_000);

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start('empty');
});
afterAll(() => app.stop());

/** What the attack reports of a few runs, or `null` where it found nothing. */
async function reportWith(doubles: Doubles, numRuns = 30): Promise<string | null> {
  const attack = await Attack.on(app, doubles);
  const property = fc.asyncProperty(stepsOf(20), (steps) => attack.run('china', steps));
  try {
    const { errorInstance } = await fc.check(property, {
      numRuns,
      seed: 4,
      endOnFailure: true,
    });
    return errorInstance instanceof Error ? errorInstance.message : null;
  } finally {
    await attack.end();
  }
}

/** Writes past the triggers, as a bug in a command with the rights of the owner could. */
function behindTheTriggers(act: string, assignment: string): Doubles {
  return {
    sabotage: async (client, _before, call) => {
      if (call.act !== act) return;
      await client.query(`SET session_replication_role = replica`);
      await client.query(`UPDATE subscriptions SET ${assignment}`);
      await client.query(`SET session_replication_role = DEFAULT`);
    },
  };
}

test('finds nothing where nothing was planted', async () => {
  expect(await reportWith({}, 5)).toBeNull();
});

test.each([
  [
    'an acceptance that takes the credit over (R4)',
    'acceptRelationshipRequest',
    `partner_id = '1'`,
    /partnerId of subscription \d+ changed/,
  ],
  [
    'an end of privileges that changes a term (R3)',
    'removeDelegatedPrivileges',
    `term_duration = 'P3Y'`,
    /the digest of subscription \d+ changed by removeDelegatedPrivileges/,
  ],
  [
    'a request that raises seats (R1)',
    'requestRelationship',
    'quantity = quantity + 1',
    /the digest of subscription \d+ changed by requestRelationship/,
  ],
  [
    'an edit that touches more than it says',
    'updateSubscription',
    `billing_cycle = 'MONTHLY', version = version + 1`,
    /subscription \d+: version should be/,
  ],
])('reports %s', async (_what, act, assignment, expected) => {
  expect(await reportWith(behindTheTriggers(act, assignment))).toMatch(expected);
});

test('reports an account owner that moved (R2)', async () => {
  const sabotage: Doubles['sabotage'] = async (client, _before, { act }) => {
    if (act !== 'acceptInvitation') return;
    await client.query(`SET session_replication_role = replica`);
    await client.query(`UPDATE customers SET account_owner_id = NULL`);
    await client.query(`SET session_replication_role = DEFAULT`);
  };

  expect(await reportWith({ sabotage })).toMatch(/the account owner of customer \d+ changed/);
});

/** What several clients at once find, each with so many steps; `null` = nothing. */
async function parallelReportWith(judge: typeof rule): Promise<string | null> {
  const attack = await ParallelAttack.on(app, 3, judge);
  const dice = new Dice(4);
  const step = (): Step => [dice.below(KIND_COUNT), dice.below(0x7fffffff)];
  const steps = (): Step[] => Array.from({ length: 15 }, step);
  try {
    for (let run = 0; run < 4; run += 1) await attack.run('china', [[steps(), steps(), steps()]]);
    return null;
  } catch (error) {
    if (error instanceof Disagreement) return error.message;
    throw error;
  } finally {
    await attack.end();
  }
}

test('several clients: reports an act that was not legal where the trail has it', async () => {
  const withoutSuspension: typeof rule = (state, call, fresh) => {
    const ruling = rule(state, call, fresh);
    return call.act === 'suspendSubscription' && ruling.verdict === 'ok'
      ? { ...ruling, verdict: 'SUBSCRIPTION_DELETED', next: state }
      : ruling;
  };

  const report = await parallelReportWith(withoutSuspension);

  expect(report).toMatch(/done as ok, the oracle says SUBSCRIPTION_DELETED at its place/);
  expect(report).toMatch(/subscription \d+: status should be "ACTIVE", is "SUSPENDED"/);
});

test('several clients: reports a refusal that was right at no moment', async () => {
  const withoutSight: typeof rule = (state, call, fresh) => {
    const ruling = rule(state, call, fresh);
    return ruling.verdict === 'NOT_FOUND' ? { ...ruling, verdict: 'ok' } : ruling;
  };

  expect(await parallelReportWith(withoutSight)).toMatch(/-> NOT_FOUND: the oracle says ok/);
});

test('reports a server that refuses what the oracle allows, and the steps that led there', async () => {
  const withoutBlockers: typeof rule = (state, call, fresh) => {
    const ruling = rule(state, call, fresh);
    const isBlocked = ruling.verdict === 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS';
    return isBlocked ? { ...ruling, verdict: 'ok' } : ruling;
  };

  const report = await reportWith({ rule: withoutBlockers });

  expect(report).toMatch(/THE ORACLE SAYS ok, THE SERVER RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS/);
  expect(report).toMatch(/GLOBAL_ADMIN of tenant of reseller \d+: removeRelationship .* -> ok/);
});
