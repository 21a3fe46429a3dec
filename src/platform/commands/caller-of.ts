import type { Caller } from '../../kernel/actor';
import type { CommandScope } from './command';

/** Who called. Acts of the platform itself, expiry for instance, are commands of their own. */
export function callerOf(scope: Pick<CommandScope, 'actor'>): Caller {
  if (scope.actor.side === 'platform') throw new Error('this command needs a caller');
  return scope.actor;
}
