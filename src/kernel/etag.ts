import { DomainError } from './domain-error';

/** The etag of a row version, quoted as the source service writes it. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Whether a write needs the etag: an edit of fields does, a move of a state only compares one it is given. */
export type EtagUse = 'REQUIRED' | 'ACCEPTED';

/**
 * Step 9 of the guards (R40): ETAG_REQUIRED when an edit comes without `ifMatch`, ETAG_MISMATCH when
 * it is not the current one. There is no wildcard: `*` would be an edit of something unread.
 */
export function refusalOfEtag(
  use: EtagUse,
  ifMatch: string | null | undefined,
  current: string,
): DomainError | null {
  if (ifMatch === null || ifMatch === undefined) {
    return use === 'REQUIRED' ? new DomainError('ETAG_REQUIRED', { field: 'input.ifMatch' }) : null;
  }
  if (ifMatch === current) return null;
  return new DomainError('ETAG_MISMATCH', { field: 'input.ifMatch' });
}
