import { TestApp } from './support/test-app';

describe('the whole server', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  test('answers a reseller with its customers', async () => {
    const data = await app.succeed<{
      customers: { edges: { node: { companyProfile: { companyName: string } } }[] };
    }>('reseller-a-admin', '{ customers { edges { node { companyProfile { companyName } } } } }');

    expect(data.customers.edges.map(({ node }) => node.companyProfile.companyName)).toEqual([
      'Northwind Traders',
      'Woodgrove',
    ]);
  });
});
