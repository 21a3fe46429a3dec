import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The text cannot be opened: it was sealed with another key, for another place, or was changed. */
export class UnreadableSecretError extends Error {
  constructor() {
    super('a stored secret cannot be read with the SECRET_KEY of this server');
    this.name = 'UnreadableSecretError';
  }
}

/**
 * Encrypts secrets that the server must be able to use again (AES-256-GCM), under a key of its own for
 * each purpose that follows from the server's (HKDF, RFC 5869). A sealed text is bound to its place, so
 * that a copy of it in another row is worth nothing.
 */
export class SecretBox {
  private readonly key: Buffer;

  constructor(serverKey: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', serverKey, '', purpose, 32));
  }

  /** `place` names the row that the text will stand in. */
  seal(secret: string, place: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return `${VERSION}.${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')}`;
  }

  /** @throws UnreadableSecretError */
  open(text: string, place: string): string {
    const [version, content = ''] = text.split('.');
    const bytes = Buffer.from(content, 'base64url');
    if (version !== VERSION || bytes.length < NONCE_BYTES + TAG_BYTES) {
      throw new UnreadableSecretError();
    }
    const sealed = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    } catch {
      throw new UnreadableSecretError();
    }
  }
}
