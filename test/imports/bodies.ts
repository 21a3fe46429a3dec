/** Bodies as the source writes them, with what a test wants to differ. */

export function uuid(number: number): string {
  return `7e570000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function customerBody(id: string, fields: object = {}): object {
  return {
    id,
    companyProfile: {
      tenantId: id,
      domain: 'example.com',
      companyName: 'Example Company',
      attributes: { objectType: 'CustomerCompanyProfile' },
    },
    relationshipToPartner: 'reseller',
    attributes: { objectType: 'Customer' },
    ...fields,
  };
}

export function subscriptionBody(id: string, customer: string | null, fields: object = {}): object {
  return {
    id,
    offerId: '796b6b5f-613c-4e24-a17c-eba730d49c02',
    offerName: 'Office 365 Enterprise E3',
    friendlyName: 'Seats',
    quantity: 10,
    unitType: 'Licenses',
    creationDate: '2026-01-25T23:01:08.693Z',
    effectiveStartDate: '2026-01-25T00:00:00Z',
    commitmentEndDate: '2027-01-25T00:00:00Z',
    status: 'active',
    autoRenewEnabled: true,
    billingType: 'license',
    billingCycle: 'annual',
    termDuration: 'P1Y',
    contractType: 'subscription',
    orderId: 'order-1',
    links: customer === null ? {} : { self: { uri: `/customers/${customer}/subscriptions/${id}` } },
    attributes: { etag: 'etag', objectType: 'Subscription' },
    ...fields,
  };
}

export function partnerBody(id: string, fields: object = {}): object {
  return {
    id,
    name: 'Partner',
    relationshipType: 'is_indirect_cloud_solution_provider_of',
    state: 'Active',
    mpnId: '7000001',
    location: 'CN',
    attributes: { objectType: 'PartnerRelationship' },
    ...fields,
  };
}

export function collection(items: readonly unknown[], rest: object = {}): object {
  return { totalCount: items.length, items, ...rest, attributes: { objectType: 'Collection' } };
}
