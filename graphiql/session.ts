import type { DemoToken } from './demo';
import { requestDemoToken } from './demo';

/** A token this close to its end is renewed first, so that it does not expire on the way. */
const RENEW_BEFORE_MS = 60_000;
const PERSONA_STORAGE_KEY = 'multipartner:persona';

type Listener = () => void;

/**
 * Who the page calls the API as: a persona of the demo, a pasted token, or nobody.
 *
 * The persona's name survives a reload; a token never leaves memory, because a pasted one may be
 * worth something.
 */
export class Session {
  private personaName: string | null = null;
  private pastedToken: string | null = null;
  private held: { persona: string; token: Promise<DemoToken> } | null = null;
  private readonly listeners = new Set<Listener>();

  get persona(): string | null {
    return this.personaName;
  }

  readonly subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up the persona of the last visit, if the server still has it. */
  restore(known: readonly string[]): void {
    const stored = readStored();
    if (stored !== null && known.includes(stored)) this.choosePersona(stored);
  }

  choosePersona(name: string | null): void {
    if (name === this.personaName) return;
    this.personaName = name;
    this.held = null;
    writeStored(name);
    this.announce();
  }

  pasteToken(text: string): void {
    const token = text.trim().replace(/^bearer\s+/i, '');
    this.pastedToken = token === '' ? null : token;
    this.announce();
  }

  /** The value of the `Authorization` header now, or null where the call goes without a token. */
  async authorization(): Promise<string | null> {
    if (this.personaName !== null) return `Bearer ${await this.tokenOf(this.personaName)}`;
    return this.pastedToken === null ? null : `Bearer ${this.pastedToken}`;
  }

  /** Calls that start together share one request; a failed or expiring token is asked for again. */
  private async tokenOf(persona: string): Promise<string> {
    const held = this.held;
    if (held?.persona === persona) {
      const token = await held.token.catch(() => null);
      if (token !== null && token.expiresAtMs - Date.now() > RENEW_BEFORE_MS) return token.token;
      if (this.held !== held) return this.tokenOf(persona);
    }
    const token = requestDemoToken(persona);
    if (persona === this.personaName) this.held = { persona, token };
    return (await token).token;
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}

// A browser may forbid storage; the choice then lasts until the page is reloaded.
function readStored(): string | null {
  try {
    return sessionStorage.getItem(PERSONA_STORAGE_KEY);
  } catch {
    return null;
  }
}

function writeStored(name: string | null): void {
  try {
    if (name === null) sessionStorage.removeItem(PERSONA_STORAGE_KEY);
    else sessionStorage.setItem(PERSONA_STORAGE_KEY, name);
  } catch {
    return;
  }
}
