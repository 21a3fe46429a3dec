import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { ERROR_CATALOGUE, ErrorCode } from '../../src/kernel/error-code';
import { LOCALES } from '../../src/kernel/locale';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { localizeRefusal } from '../../src/modules/error-catalogue/localize';
import { customerIdOf } from '../../src/modules/visibility/object-ids';
import { TestApp } from '../support/test-app';

let app: TestApp;

beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

const unauthenticatedIn = (locale: string): string =>
  localizeRefusal({ code: 'UNAUTHENTICATED', args: {} }, locale);

async function refused(headers: Record<string, string>, who: string | null = null) {
  const { errors } = await app.as(who, '{ viewer { kind } }', {}, headers);
  return errors[0];
}

describe('the language of a refusal, over HTTP', () => {
  test.each(LOCALES)('X-Locale %s is answered in it, the code unchanged', async (locale) => {
    const error = await refused({ 'x-locale': locale });

    expect(error?.extensions.code).toBe('UNAUTHENTICATED');
    expect(error?.message).toBe(unauthenticatedIn(locale));
    expect(error?.extensions.message).toBe(error?.message);
    expect(error?.extensions.refusals).toEqual([
      { code: 'UNAUTHENTICATED', rule: null, fields: [], message: error?.message },
    ]);
  });

  test.each([
    ['Accept-Language alone', { 'accept-language': 'it' }, 'it-IT'],
    ['X-Locale before Accept-Language', { 'x-locale': 'de-DE', 'accept-language': 'it' }, 'de-DE'],
    ['X-Locale that is unknown', { 'x-locale': 'fr-FR', 'accept-language': 'es-MX' }, 'es-ES'],
    ['the heaviest known language', { 'accept-language': 'fr, zh;q=0.2, de-AT;q=0.7' }, 'de-DE'],
    ['a language that is not wanted', { 'accept-language': 'de;q=0' }, 'en-US'],
    ['anything', { 'accept-language': '*' }, 'en-US'],
    ['no known language', { 'accept-language': 'fr, pt;q=0.5' }, 'en-US'],
  ])('%s', async (_, headers, expected) => {
    expect((await refused(headers))?.message).toBe(unauthenticatedIn(expected));
  });

  test('without a header it is en-US', async () => {
    // fetch sends `Accept-Language: *` of its own.
    expect((await refused({}))?.message).toBe(ERROR_CATALOGUE.UNAUTHENTICATED.message);
  });

  test('a token that is refused before GraphQL is refused in the language too', async () => {
    const response = await fetch(`${app.address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: 'Bearer wrong',
        'x-locale': 'zh-CN',
      },
      body: JSON.stringify({ query: '{ viewer { kind } }' }),
    });
    const { errors } = (await response.json()) as { errors: readonly { message: string }[] };

    expect(response.status).toBe(401);
    expect(errors[0]?.message).toBe(unauthenticatedIn('zh-CN'));
  });

  test('mistakes in GraphQL itself stay in the words of its layer', async () => {
    const { errors } = await app.as('reseller-a-admin', '{ nothing }', {}, { 'x-locale': 'de-DE' });

    expect(errors[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(errors[0]?.message).toMatch(/^Cannot query field/);
  });

  test('a value that does not fit names its field in the language, the layer’s words as detail', async () => {
    const { errors } = await app.as(
      'reseller-a-admin',
      'query ($first: Int!) { customers(first: $first) { totalCount } }',
      { first: 'many' },
      { 'x-locale': 'it-IT' },
    );

    expect(errors[0]?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'first' });
    expect(errors[0]?.message).toBe(
      localizeRefusal({ code: 'INVALID_INPUT', args: { field: 'first' } }, 'it-IT'),
    );
    expect(errors[0]?.extensions.detail).toMatch(/^Variable "\$first"/);
  });

  test('facts of the case are in the text', async () => {
    const { errors } = await app.as(
      'reseller-a-admin',
      '{ customers(first: 101) { totalCount } }',
      {},
      { 'x-locale': 'de-DE' },
    );

    expect(errors[0]?.message).toMatch(/first.*1.*100/);
  });
});

describe('the language of a refusal of a live operation', () => {
  const LIVE = `subscription { relationshipRequestChanged(id: "x") { id } }`;

  test('over server-sent events comes from the headers', async () => {
    const response = await fetch(`${app.address}/graphql/stream`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-locale': 'it-IT',
      },
      body: JSON.stringify({ query: LIVE }),
    });

    expect(await response.text()).toContain(JSON.stringify(unauthenticatedIn('it-IT')));
  });

  test.each([
    ['the headers', { 'accept-language': 'es' }, {}, 'es-ES'],
    ['connection_init', { 'accept-language': 'es' }, { 'X-Locale': 'zh-CN' }, 'zh-CN'],
  ])('over WebSocket comes from %s', async (_, headers, connectionParams, expected) => {
    class LocalizedSocket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { headers });
      }
    }
    const client = createClient({
      url: `${app.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: LocalizedSocket,
      retryAttempts: 0,
      connectionParams,
    });
    const told = await new Promise((resolve) => {
      client.subscribe({ query: LIVE }, { next: resolve, error: resolve, complete: () => null });
    });
    await client.dispose();

    expect(JSON.stringify(told)).toContain(JSON.stringify(unauthenticatedIn(expected)));
  });
});

describe('refusals inside the graph', () => {
  interface Verdicts {
    readonly customer: {
      readonly viewerActions: readonly {
        readonly allowed: boolean;
        readonly refusals: readonly { readonly code: ErrorCode; readonly message: string }[];
      }[];
    };
  }

  test('a verdict says in the language what the attempt would answer', async () => {
    const { data, errors } = await app.as<Verdicts>(
      'reseller-a-helpdesk',
      'query ($id: ID) { customer(id: $id) { viewerActions { allowed refusals { code message } } } }',
      { id: customerIdOf(DEMO_IDS.customers.customer) },
      { 'x-locale': 'es-ES' },
    );
    const refusals = data.customer.viewerActions.flatMap((it) => it.refusals);

    expect(errors).toEqual([]);
    expect(refusals.map(({ code }) => code)).toContain('ROLE_NOT_ALLOWED');
    for (const { code, message } of refusals) {
      expect(message).not.toContain(ERROR_CATALOGUE[code].message);
      expect(message).toBeTruthy();
    }
  });

  test.each(LOCALES)('errorCatalog lists its messages in %s', async (locale) => {
    const { data } = await app.as<{ errorCatalog: { code: ErrorCode; message: string }[] }>(
      null,
      '{ errorCatalog { code message } }',
      {},
      { 'x-locale': locale },
    );

    expect(data.errorCatalog).toEqual(
      Object.values(ErrorCode).map((code) => ({
        code,
        message: localizeRefusal({ code, args: {} }, locale),
      })),
    );
  });
});
