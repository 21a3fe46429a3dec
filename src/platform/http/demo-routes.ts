import type { FastifyInstance, FastifyRequest } from 'fastify';

import { httpRefusal } from './error-answers';

/** Somebody a visitor of the demo can act as. */
export interface DemoPersona {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly side: string;
  readonly roles: readonly string[];
}

/** A ready operation of the story. */
export interface DemoExample {
  readonly name: string;
  readonly title: string;
  /** Who sends it; null = without a token. */
  readonly persona: string | null;
  readonly query: string;
  readonly variables?: unknown;
}

/** What the page asks of the demo. */
export interface DemoPort {
  readonly personas: readonly DemoPersona[];
  readonly examples: readonly DemoExample[];
  /** A token of this persona; null when there is none of that name. */
  tokenFor(persona: string): Promise<{ token: string; expiresAt: Date } | null>;
}

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

/**
 * The demo listens on loopback only. A page of another site can still reach it when its own name
 * resolves to 127.0.0.1; then the Host header carries that name.
 */
function isForThisMachine(request: FastifyRequest, publicHost: string | null): boolean {
  return LOOPBACK_HOST.test(request.hostname) || request.hostname === publicHost;
}

function personaIn(body: unknown): string | null {
  const persona = (body as { readonly persona?: unknown } | null)?.persona;
  return typeof persona === 'string' ? persona : null;
}

/** `/demo/…`, only while the demo is on: otherwise nobody answers there. */
export function registerDemo(app: FastifyInstance, demo: DemoPort, publicUrl: string | null): void {
  const publicHost = publicUrl === null ? null : new URL(publicUrl).hostname;
  void app.register((scope, _options, done) => {
    scope.addHook('onRequest', (request, _reply, next) => {
      next(
        isForThisMachine(request, publicHost)
          ? undefined
          : httpRefusal(400, 'The demo answers on loopback addresses only.'),
      );
    });
    scope.get('/demo/personas', () => demo.personas);
    scope.get('/demo/examples', () => demo.examples);
    scope.post('/demo/token', async (request) => {
      const issued = await demo.tokenFor(personaIn(request.body) ?? '');
      if (!issued)
        throw httpRefusal(400, 'There is no such persona; GET /demo/personas lists them.');
      return { token: issued.token, expiresAt: issued.expiresAt.toISOString() };
    });
    done();
  });
}
