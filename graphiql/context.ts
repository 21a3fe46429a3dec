import { createContext, useContext, useSyncExternalStore } from 'react';

import type { Demo } from './demo';
import type { KeptValues } from './kept-values';
import type { Session } from './session';

interface PageContext {
  readonly session: Session;
  readonly demo: Demo | null;
  readonly kept: KeptValues;
}

export const PageContext = createContext<PageContext | null>(null);

export function usePage(): PageContext {
  const page = useContext(PageContext);
  if (page === null) throw new Error('usePage outside of PageContext');
  return page;
}

/** The chosen persona's name; the component is rendered again when it changes. */
export function usePersona(): string | null {
  const { session } = usePage();
  return useSyncExternalStore(session.subscribe, () => session.persona);
}
