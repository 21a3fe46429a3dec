import { v7 } from 'uuid';

/** A new row id: UUID v7, made here because PostgreSQL before 18 has no `uuidv7()`. */
export function newId(): string {
  return v7();
}
