import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { givenCustomers } from '../support/party-rows';
import { TestApp } from '../support/test-app';

const PORTFOLIO = `query ($first: Int) {
  customers(first: $first) {
    nodes {
      companyProfile { companyName }
      allowDelegatedAccess
      relationshipToPartner
      partnersWithPrivileges { service relationship { reseller { name } } }
      relationships(first: 10) { nodes { status reseller { name } privileges { service status } } }
      subscriptions(first: 10) { nodes { offerName transactingReseller { name } partnerOfRecord { name } } }
    }
  }
}`;

/**
 * The lookup of the caller, the customers, one statement for each kind of list below them, and one for the partners that
 * are named: by what is read with the customers, and by the privileges, whose turn comes later (S14).
 */
const BUDGET = 7;

describe('the portfolio of a reseller', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
    await givenCustomers(app.database, 100, DEMO_IDS.resellers.resellerA, ['EXCHANGE_OFFICE']);
  }, 120_000);
  afterAll(() => app.stop());

  async function statementsFor(who: string, first: number): Promise<number> {
    const read = async (): Promise<void> => {
      const { customers } = await app.succeed<{ customers: { nodes: readonly object[] } }>(
        who,
        PORTFOLIO,
        { first },
      );
      expect(customers.nodes).toHaveLength(first);
    };
    return (await app.statementsOf(read)).length;
  }

  async function countsFor(persona: string): Promise<readonly number[]> {
    return [
      await statementsFor(persona, 1),
      await statementsFor(persona, 10),
      await statementsFor(persona, 100),
    ];
  }

  test('1, 10 and 100 customers take the same number of statements, at most seven', async () => {
    const [one, ten, hundred] = await countsFor('reseller-a-admin');

    expect([ten, hundred]).toEqual([one, one]);
    expect(one).toBeLessThanOrEqual(BUDGET);
  });

  test('the number is fixed for the operator too, whose reads are recorded', async () => {
    const [one, ten, hundred] = await countsFor('operator');

    expect([ten, hundred]).toEqual([one, one]);
  });

  test('what names customers again below them costs one statement for all', async () => {
    const names = (first: number) =>
      `{ customers(first: ${first}) { nodes { relationships { nodes { customer { id } } } } } }`;
    for (const first of [1, 20]) {
      const statements = await app.statementsOf(() =>
        app.succeed('reseller-a-admin', names(first)),
      );

      expect(statements).toHaveLength(4);
    }
  });

  test('verdicts of a whole list cost a fixed number of statements', async () => {
    const verdicts = (first: number) =>
      app.statementsOf(() =>
        app.succeed(
          'reseller-a-global',
          `{ customers(first: ${first}) { nodes { viewerActions { code } relationships { nodes { viewerActions { code } } } } } }`,
        ),
      );

    expect((await verdicts(50)).length).toBe((await verdicts(1)).length);
  });

  test('no count is asked for unless it is selected', async () => {
    const [without, counted] = [
      await app.statementsOf(() =>
        app.succeed('reseller-a-admin', '{ customers { nodes { id } } }'),
      ),
      await app.statementsOf(() => app.succeed('reseller-a-admin', '{ customers { totalCount } }')),
    ];

    expect(without.filter((statement) => statement.includes('count(*)'))).toEqual([]);
    expect(counted.filter((statement) => statement.includes('count(*)'))).toHaveLength(1);
  });
});
