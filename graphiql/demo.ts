import { DEMO_EXAMPLES_URL, DEMO_PERSONAS_URL, DEMO_TOKEN_URL } from './addresses';

/** Somebody of the demo story that the reader may call the API as. */
export interface Persona {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly side: string;
  readonly roles: readonly string[];
}

/** One step of the story: an operation, and who is meant to send it. No persona: without a token. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly persona?: string | null;
  readonly query: string;
  readonly variables?: unknown;
  /** Code of the refusal that the step shows; null or absent: it is accepted. */
  readonly expectedCode?: string | null;
  /** Values of the answer that later steps use: name, and the path to it. */
  readonly keep?: Readonly<Record<string, string>>;
}

export interface DemoToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** What the demo offers; null from {@link loadDemo} means that this server is no demo. */
export interface Demo {
  readonly personas: readonly Persona[];
  readonly examples: readonly Example[];
}

async function readJson(response: Response): Promise<unknown> {
  if (!response.ok) {
    throw new Error(`${new URL(response.url).pathname} answered ${response.status}`);
  }
  return response.json();
}

/** Accepts the bare list and the list under its name, so that the answer may gain fields later. */
function listOf<T>(body: unknown, key: string): readonly T[] {
  if (Array.isArray(body)) return body as T[];
  const list = (body as Record<string, unknown> | null)?.[key];
  return Array.isArray(list) ? (list as T[]) : [];
}

/** Asks the server what it offers. A server that says in its page that it is no demo is not asked. */
export async function loadDemo(): Promise<Demo | null> {
  if (document.documentElement.dataset['demo'] === 'false') return null;
  const response = await fetch(DEMO_PERSONAS_URL);
  if (response.status === 404) return null;

  const personas = listOf<Persona>(await readJson(response), 'personas');
  const examples = listOf<Example>(await readJson(await fetch(DEMO_EXAMPLES_URL)), 'examples');
  return { personas, examples };
}

/** Gets a token of the demo issuer. `expiresAt` is an ISO instant or seconds since 1970. */
export async function requestDemoToken(persona: string): Promise<DemoToken> {
  const response = await fetch(DEMO_TOKEN_URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  const body = (await readJson(response)) as { token: string; expiresAt: string | number };
  const expiresAtMs =
    typeof body.expiresAt === 'number' ? body.expiresAt * 1000 : Date.parse(body.expiresAt);
  return { token: body.token, expiresAtMs };
}
