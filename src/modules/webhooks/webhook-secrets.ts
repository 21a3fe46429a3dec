import { randomBytes } from 'node:crypto';

import { SecretBox } from '../../platform/secret-box';

const PREFIX = 'whsec_';
/** Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** The signing secrets of endpoints: shown once when they are made, stored encrypted. */
export class WebhookSecrets {
  private readonly box: SecretBox;

  constructor(serverKey: string) {
    this.box = new SecretBox(serverKey, 'multipartner webhook secrets');
  }

  /** A new secret in its stored form. */
  make(endpointId: string): string {
    return this.box.seal(PREFIX + randomBytes(SECRET_BYTES).toString('base64'), endpointId);
  }

  /** @throws UnreadableSecretError where it was made with another SECRET_KEY. */
  read(stored: string, endpointId: string): string {
    return this.box.open(stored, endpointId);
  }
}
