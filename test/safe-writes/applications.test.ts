import { schemaUnderTest } from '../support/app-schema';
import { PREPARED_WRITES } from '../support/prepared-writes';
import { givenReseller } from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { call, changedBy, codesOf, type WriteAnswer } from '../support/write-call';

/*
 * Programs without a user (domain section 6): they read what their reseller sees and own webhooks. Walked
 * over the mutations of the schema, so that a new one is tried without anybody thinking of it.
 */

const schema = schemaUnderTest();
const MUTATIONS = Object.keys(schema.getMutationType()?.getFields() ?? {});
const isOfWebhooks = (name: string): boolean => /webhook/i.test(name);

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

test.each(MUTATIONS.filter((name) => !isOfWebhooks(name)))(
  '%s needs a user, and an application hears so',
  async (mutation) => {
    const { input } = await PREPARED_WRITES[mutation]!(app);
    // Of an instance that has every feature, which is asked about before the role.
    const { tenantId: tid } = await givenReseller(app, { instance: 'GLOBAL' });
    const application = {
      tid,
      sub: 'daemon',
      idtyp: 'app',
      roles: ['ADMIN_AGENT', 'GLOBAL_ADMIN'],
    };

    let answer: WriteAnswer | null = null;
    const changed = await changedBy(app, async () => {
      answer = await call(app, schema, application, mutation, input);
    });

    expect(answer).toMatchObject({
      payload: null,
      error: {
        extensions: {
          code: 'ROLE_NOT_ALLOWED',
          message: 'An application signs in without a user, and this needs a user.',
        },
      },
    });
    expect(changed).toEqual(['audit_records']);
  },
);

test.each(MUTATIONS.filter((name) => isOfWebhooks(name) && name !== 'createWebhookEndpoint'))(
  '%s is for an application of the owner as well',
  async (mutation) => {
    const { who, input } = await PREPARED_WRITES[mutation]!(app);
    const application = { tid: who.tid, sub: 'daemon', idtyp: 'app' };

    expect(codesOf(await call(app, schema, application, mutation, input))).toBe('allowed');
  },
);
