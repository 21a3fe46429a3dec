import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EVENT_EXAMPLES } from '../../scripts/event-examples';
import { eventsPage } from '../../scripts/events-page';
import { EventName, type EventNameKey } from '../../src/kernel/event-name';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { relationshipIdOf, subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { schemaUnderTest } from '../support/app-schema';
import {
  acceptRequest,
  cancelRequest,
  createInvitation,
  declineRequest,
  removePrivileges,
  requestRelationship,
  rotateInvitation,
} from '../support/relationship-steps';
import { FIRST_ETAG, write } from '../support/subscription-api';
import { TestApp } from '../support/test-app';

const page = (): string => eventsPage(schemaUnderTest());

test('docs/events.md says what the schema says now (npm run docs:print prints it)', () => {
  const committed = readFileSync(join(__dirname, '..', '..', 'docs', 'events.md'), 'utf8');

  expect(committed).toBe(page());
});

test.each(Object.values(EventName))('%s has a section with an example', (name) => {
  const [, section = ''] = page().split(`## \`${name}\`\n`);
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];

  expect(JSON.parse(example)).toMatchObject({ version: 1, sequence: 17 });
  expect(section).toMatch(/^\n\S.*\.\s/);
});

test('events go to those whom the page names', async () => {
  const app = await TestApp.start();
  try {
    const { customer, customer2 } = DEMO_TENANTS;
    const ask = (tenant: string) => requestRelationship(app, 'reseller-b-admin', tenant);
    await cancelRequest(app, 'reseller-b-admin', await ask(customer2.tenantId));
    await declineRequest(app, 'customer2-global', await ask(customer2.tenantId));
    await acceptRequest(app, 'customer-global', await ask(customer.tenantId));
    const { woodgroveContoso } = DEMO_IDS.relationships;
    await removePrivileges(app, 'customer-global', relationshipIdOf(woodgroveContoso), ['INTUNE']);
    await rotateInvitation(
      app,
      'reseller-b-global',
      await createInvitation(app, 'reseller-b-admin'),
    );
    const subscriptionId = subscriptionIdOf(DEMO_IDS.subscriptions.woodgroveMail.id);
    const change = { subscriptionId, ifMatch: FIRST_ETAG };
    await write(app, 'reseller-a-admin', 'updateSubscription', { ...change, friendlyName: 'Mail' });
    await write(app, 'reseller-b-admin', 'updateSubscription', { ...change, partnerId: '1' });

    const told = await app.database.query<{
      name: EventNameKey;
      customer: boolean;
      resellers: number;
    }>(sql`
      SELECT name, to_customer AS customer, cardinality(recipient_reseller_ids) AS resellers
      FROM events ORDER BY position`);

    expect(told).toHaveLength(11);
    for (const { name, customer: isForCustomer, resellers } of told) {
      const { to } = EVENT_EXAMPLES[name];
      expect([name, isForCustomer]).toEqual([name, to.includes('the customer')]);
      expect([name, resellers]).toEqual([name, to.length - (isForCustomer ? 1 : 0)]);
    }
  } finally {
    await app.stop();
  }
});
