import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';

import { type BrowserWindow, CHROMIUM, openWindow, startBrowser } from './browser';
import type { DemoServer } from './demo-server';
import { startDemoServer } from './demo-server';

jest.setTimeout(60_000);

let browser: Browser;

beforeAll(async () => {
  const root = join(__dirname, '..', '..');
  execFileSync(process.execPath, [join(root, 'scripts', 'build-graphiql.mjs')], { cwd: root });
  if (CHROMIUM !== null) browser = await startBrowser();
});
afterAll(async () => {
  if (CHROMIUM !== null) await browser.close();
});

const response = (page: Page) => page.locator('.graphiql-response .view-lines');

/** What the response editor holds: from its model, because what is drawn is wrapped and partial. */
async function responseText(page: Page): Promise<string> {
  return page.evaluate<string>(
    `__MONACO.editor.getModels().find(({ uri }) => uri.path.includes('response')).getValue()`,
  );
}

async function run(page: Page, expected: string): Promise<string> {
  await page.getByRole('button', { name: /^Execute query/ }).click();
  await response(page).getByText(expected).first().waitFor();
  return responseText(page);
}

async function eventually(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function openGraphiql(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/graphql`);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await page.locator('.graphiql-container').waitFor();
}

const inBrowser = CHROMIUM === null ? describe.skip : describe;
const reason = CHROMIUM === null ? ' (skipped: there is no Chromium on this machine)' : '';

inBrowser(`GraphiQL in the demo${reason}`, () => {
  let server: DemoServer;
  let shown: BrowserWindow;
  let page: Page;

  beforeEach(async () => {
    server = await startDemoServer({ demo: true });
    shown = await openWindow(browser);
    page = shown.page;
    await openGraphiql(page, server.url);
  });

  afterEach(async () => {
    await shown.close();
    await server.stop();
  });

  test('loads everything, its workers too, from the server that serves it, without complaint', async () => {
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    await run(page, 'authorization');
    await page.getByRole('button', { name: /Prettify query/ }).click();
    await eventually(() => shown.workers.some((url) => url.includes('/graphql.worker')));

    const origins = new Set(shown.requests.map((url) => new URL(url).host));

    expect([...origins]).toEqual([new URL(server.url).host]);
    expect(shown.workers).toContainEqual(
      expect.stringMatching(`^${server.url}/graphiql/graphql.worker-\\w+\\.js$`),
    );
    expect(shown.complaints).toEqual([]);
  });

  test('shows the documentation of a type', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByRole('link', { name: 'Customer', exact: true }).first().click();

    await expect(docs.innerText()).resolves.toContain(
      'A tenant that buys services from one or more resellers.',
    );
  });

  test('names the type Subscription as business, and EventStream as the root of live operations', async () => {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    const docs = page.locator('.graphiql-doc-explorer');
    await docs.getByText('Root Types').waitFor();

    await expect(docs.innerText()).resolves.toMatch(/subscription\s*:\s*EventStream/);
  });

  test('sends the token of the chosen persona with the next query, and none for nobody', async () => {
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    const picker = page.getByLabel('Call as');

    await picker.selectOption('customer-global');
    await run(page, 'of-customer-global');
    await picker.selectOption('');
    await run(page, 'null');

    expect(server.authorizations).toEqual(['Bearer token-1-of-customer-global', null]);
  });

  test('keeps the persona over a reload, but not its token', async () => {
    await page.getByLabel('Call as').selectOption('customer-global');
    await page.reload();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();

    expect(await page.getByLabel('Call as').inputValue()).toBe('customer-global');
    const stored = await page.evaluate(
      'JSON.stringify(Object.entries(localStorage)) + JSON.stringify(Object.entries(sessionStorage))',
    );
    expect(stored).not.toContain('token-');
  });

  test('opens an example in a tab of its own with its variables and persona, ready to run', async () => {
    await page.getByRole('button', { name: /Woodgrove looks at itself/ }).click();

    const text = await run(page, 'Woodgrove Bank');

    expect(JSON.parse(text)).toEqual({ data: { customer: { companyName: 'Woodgrove Bank' } } });
    expect(await page.getByLabel('Call as').inputValue()).toBe('customer-global');
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Welcome', 'Customer']);
    expect(server.authorizations).toEqual(['Bearer token-1-of-customer-global']);
  });

  test('comes back to the tab of an example that is open already', async () => {
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    await page.getByRole('button', { name: /Woodgrove looks at itself/ }).click();
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();

    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Welcome', 'WhoAmI', 'Customer']);
    expect(await page.getByLabel('Call as').inputValue()).toBe('reseller-b-admin');
  });

  test('puts what an earlier step found into the variables of a later one, also after a reload', async () => {
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    await run(page, 'token-1-of');

    await page.reload();
    await page.getByRole('button', { name: /Woodgrove uses what was kept/ }).click();
    const text = await run(page, 'tenantId');

    expect(JSON.parse(text)).toEqual({
      data: { customer: { tenantId: 'Bearer token-1-of-reseller-b-admin' } },
    });
  });

  test('shows which value is missing when an earlier step was left out', async () => {
    await page.getByRole('button', { name: /Woodgrove uses what was kept/ }).click();
    const text = await run(page, 'tenantId');

    expect(JSON.parse(text)).toEqual({ data: { customer: { tenantId: '{{token}}' } } });
  });

  test('runs a live operation over WebSocket with the token in connection_init', async () => {
    await page.getByRole('button', { name: /Woodgrove listens/ }).click();

    const text = await run(page, '2 Bearer');

    expect(JSON.parse(text)).toEqual({ data: { counted: '2 Bearer token-1-of-customer-global' } });
    expect(server.connections).toEqual([{ Authorization: 'Bearer token-1-of-customer-global' }]);
    expect(shown.complaints).toEqual([]);
  });

  test('lets the headers editor win over the persona', async () => {
    await page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .monaco-editor:visible').click();
    await page.keyboard.insertText('{"Authorization": "Bearer mine"}');
    await run(page, 'Bearer mine');

    expect(server.authorizations).toEqual(['Bearer mine']);
  });
});

inBrowser(`GraphiQL with tokens that are about to expire${reason}`, () => {
  test('gets a new token when less than a minute is left, and keeps one that lasts', async () => {
    const server = await startDemoServer({ demo: true, tokenLifeSeconds: 30 });
    const shown = await openWindow(browser);
    await openGraphiql(shown.page, server.url);
    await shown.page.getByRole('button', { name: /Fabrikam asks who it is/ }).click();
    await run(shown.page, 'token-');

    await run(shown.page, 'token-');

    expect(new Set(server.authorizations).size).toBe(2);
    await shown.close();
    await server.stop();
  });
});

inBrowser(`GraphiQL outside of the demo${reason}`, () => {
  test('asks for a token to paste, probes no demo route and shows no story', async () => {
    const server = await startDemoServer({ demo: false });
    const shown = await openWindow(browser, 'dark');
    const { page } = shown;
    await openGraphiql(page, server.url);
    await page.getByLabel('Bearer token').fill('Bearer pasted');
    await run(page, 'Query');

    expect(server.authorizations).toEqual(['Bearer pasted']);
    expect(await page.getByRole('button', { name: /Story/ }).count()).toBe(0);
    expect(shown.requests.filter((url) => url.includes('/demo/'))).toEqual([]);
    expect(shown.complaints).toEqual([]);
    await shown.close();
    await server.stop();
  });
});
