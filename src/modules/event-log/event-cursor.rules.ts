import { DomainError } from '../../kernel/domain-error';

/**
 * Who goes on after a place whose successors were taken away is told so, and does not go on with a gap:
 * INVALID_INPUT. The last that was taken away is no such place.
 *
 * @param cut up to where events are gone; 0 where none is.
 */
export function refusalToGoOnAfter(after: bigint, cut: bigint): DomainError | null {
  if (after >= cut) return null;
  return new DomainError('INVALID_INPUT', { args: { problem: 'CUT_OFF' }, field: 'after' });
}
