import type { CloudInstance } from '../../kernel/cloud-instance';
import { idOfName } from '../../platform/ids';

// An arbitrary UUID of our own. With another one every opaque id of an offer would be another.
const OFFERS = 'f0b6d5e2-6c1b-4a86-9a0e-3f1c2b7d4e58';

/** In place of a row id: an offer is the same one for as long as instance and id are the same. */
export function offerKeyOf(instance: CloudInstance, offerId: string): string {
  return idOfName(`${instance}/${offerId.toLowerCase()}`, OFFERS);
}
