import { DomainError } from './domain-error';

/** A state table: for each state the events it takes and the state they lead to. Final states map to `{}`. */
export type TransitionTable<State extends string, Event extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event, State>>>>
>;

/** The next state, or `null` when the table has no such move. */
export function nextState<State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): State | null {
  return table[state][event] ?? null;
}

/** INVALID_STATE_TRANSITION naming state and event, or `null` when the move exists (domain section 4). */
export function refusalToMove<State extends string, Event extends string>(
  table: TransitionTable<State, Event>,
  state: State,
  event: Event,
): DomainError | null {
  if (nextState(table, state, event) !== null) return null;
  const allowed = Object.keys(table[state]);
  return new DomainError('INVALID_STATE_TRANSITION', {
    args: { state, event },
    detail:
      allowed.length > 0
        ? `From ${state} only these are possible: ${allowed.join(', ')}.`
        : `${state} is final.`,
  });
}
