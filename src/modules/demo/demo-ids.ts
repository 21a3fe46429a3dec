function numbered(prefix: string, number: number): string {
  return `${prefix}-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

function subscription(number: number): { id: string; subscriptionId: string; orderId: string } {
  return {
    id: numbered('5b000000', number),
    subscriptionId: numbered('5b5b5b5b', number),
    orderId: numbered('0d0d0d0d', number),
  };
}

/** Row ids of the demo story: fixed, so that its example operations can name them. */
export const DEMO_IDS = {
  resellers: {
    resellerA: numbered('4e000000', 1),
    resellerB: numbered('4e000000', 2),
    provider: numbered('4e000000', 3),
    indirectReseller: numbered('4e000000', 4),
    resellerSuspended: numbered('4e000000', 5),
    resellerUs: numbered('4e000000', 6),
    operator: numbered('4e000000', 7),
  },
  customers: {
    customer: numbered('c5000000', 1),
    customer2: numbered('c5000000', 2),
    customer3: numbered('c5000000', 3),
  },
  relationships: {
    woodgroveContoso: numbered('4e1a0000', 1),
    northwindContoso: numbered('4e1a0000', 2),
    northwindFabrikam: numbered('4e1a0000', 3),
  },
  subscriptions: {
    woodgroveMail: subscription(1),
    woodgroveShops: subscription(2),
    woodgroveSales: subscription(3),
    northwindMail: subscription(4),
    northwindProPlus: subscription(5),
  },
  partnership: numbered('9a000000', 1),
  /** One privilege of a relationship, by its place in the list of services. */
  privilege: (relationshipId: string, position: number): string =>
    `da${relationshipId.slice(2, 24)}${relationshipId.slice(26)}${String(position + 1).padStart(2, '0')}`,
} as const;
