import { isStorableText } from '../../kernel/text';
import type { FieldReader } from './field-reader';
import { canonicalId, isUuid } from './values';

/** Address in `links.<name>.uri`, as the source writes it: a path, with or without a version. */
function linkUri(body: FieldReader, name: string): { uri: string; link: FieldReader } | null {
  const link = body.object('links')?.object(name);
  const uri = link?.text('uri');
  return link && uri ? { uri, link } : null;
}

function pathSegments(uri: string): string[] {
  const path = uri.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/, '');
  return path.split('/').filter((segment) => segment !== '');
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/**
 * The segment after `collection` in a link: the customer of `/customers/{id}/subscriptions/…` for
 * instance. Null when the link does not name one.
 */
function idInLink(body: FieldReader, name: string, collection: string): string | null {
  const found = linkUri(body, name);
  if (!found) return null;
  const segments = pathSegments(found.uri);
  const at = segments.findIndex((segment) => segment.toLowerCase() === collection);
  const segment = at < 0 ? undefined : segments[at + 1];
  if (segment === undefined) return null;
  const id = decoded(segment);
  if (id !== null && isStorableText(id)) return canonicalId(id);
  found.link.report('uri', `an address with a readable id after /${collection}/`);
  return null;
}

/** UUID of a link, noting one that is not: the placeholders of documentation are not. */
function uuidInLink(body: FieldReader, name: string, collection: string): string | null {
  const id = idInLink(body, name, collection);
  if (id === null || isUuid(id)) return id;
  linkUri(body, name)?.link.report('uri', `an address with a UUID after /${collection}/`);
  return null;
}

/** Tenant id of the customer that `links.self.uri` names. */
export function customerInSelfLink(body: FieldReader): string | null {
  return uuidInLink(body, 'self', 'customers');
}

/** Offer id that stands only in the link to the offer. */
export function offerInLink(body: FieldReader): string | null {
  return idInLink(body, 'offer', 'offers');
}

/** Id of the base subscription that stands only in the link to it. */
export function baseInLink(body: FieldReader): string | null {
  return uuidInLink(body, 'parentSubscription', 'subscriptions');
}
