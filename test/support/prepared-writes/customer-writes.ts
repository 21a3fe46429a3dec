import { newId } from '../../../src/platform/ids';
import { givenCustomer, givenReseller, givenSale } from '../relationship-situations';
import { byOperator, type Prepare, related } from './prepared-write';

export const CUSTOMER_WRITES: Readonly<Record<string, Prepare>> = {
  createCustomer: async (app) => {
    const reseller = await givenReseller(app);
    const input = {
      tenantId: newId(),
      country: 'CN',
      companyProfile: { companyName: 'Adventure Works', domain: 'adventure.example' },
    };
    return {
      who: reseller.as('GLOBAL_ADMIN'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input,
      refused: async () => ({ ...input, country: 'US' }),
    };
  },
  updateCustomer: async (app) => {
    const { customer, reseller } = await related(app);
    await givenSale(app, customer, reseller);
    const input = { customerId: customer.id, ifMatch: '"1"' };
    return {
      who: reseller.as('ADMIN_AGENT'),
      colleague: reseller.as('SALES_AGENT', 'other'),
      input: { ...input, companyProfile: { companyName: 'Renamed' } },
      refused: async () => ({ ...input, companyProfile: { companyName: '' } }),
    };
  },
  recordAgreement: async (app) => {
    const { id: customerId } = await givenCustomer(app);
    const input = { customerId, type: 'MICROSOFT_CUSTOMER_AGREEMENT' };
    return {
      ...byOperator(),
      input: { ...input, dateAgreed: app.clock.now().toISOString() },
      refused: async () => ({ ...input, dateAgreed: '2999-01-01T00:00:00Z' }),
    };
  },
};
