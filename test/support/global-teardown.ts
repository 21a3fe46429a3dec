import { dropTemplate } from './test-database';

export default async function globalTeardown(): Promise<void> {
  const server = globalThis.multipartnerTestServer;
  if (!server) return;
  await dropTemplate(server.url, 'empty');
  await dropTemplate(server.url, 'story');
  await server.stop();
}
