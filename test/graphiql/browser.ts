import { existsSync } from 'node:fs';

import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine, or null where there is none. */
export const CHROMIUM = CHROMIUM_PATHS.find((path) => existsSync(path)) ?? null;

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Every other host name has no address, also for what the browser asks on its own account.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A window without cookies, storage or cache of any before it, and a record of what its page did. */
export interface BrowserWindow {
  readonly page: Page;
  /** Every address asked for, WebSockets and workers too. */
  readonly requests: string[];
  /** What a developer would see in red: console errors, uncaught exceptions, failed requests. */
  readonly complaints: string[];
  readonly workers: string[];
  close(): Promise<void>;
}

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM ?? undefined, headless: true, args: FLAGS });
}

export async function openWindow(
  browser: Browser,
  colorScheme: 'light' | 'dark' = 'light',
): Promise<BrowserWindow> {
  const context = await browser.newContext({ colorScheme, viewport: { width: 1440, height: 860 } });
  const requests: string[] = [];
  const complaints: string[] = [];
  const workers: string[] = [];

  context.on('request', (request) => requests.push(request.url()));
  context.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  const page = await context.newPage();
  page.on('websocket', (socket) => requests.push(socket.url()));
  page.on('worker', (worker) => workers.push(worker.url()));

  return { page, requests, complaints, workers, close: () => context.close() };
}
