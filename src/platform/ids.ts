import { v5, v7 } from 'uuid';

/** A new row id: UUID v7, made here because PostgreSQL before 18 has no `uuidv7()`. */
export function newId(): string {
  return v7();
}

/** The same id for the same name, for what has no row: UUID v5 within a namespace. */
export function idOfName(name: string, namespace: string): string {
  return v5(name, namespace);
}
