import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SchemaFile {
  readonly path: string;
  readonly sdl: string;
}

export function writeSchemaFiles(files: readonly SchemaFile[]): void {
  for (const { path, sdl } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, sdl);
  }
}

/** One sentence for each file that is not what the server serves, with the first line that differs. */
export function staleSchemaFiles(files: readonly SchemaFile[]): string[] {
  return files.flatMap(({ path, sdl }) => {
    if (!existsSync(path)) return [`${path} is missing.`];
    const committed = readFileSync(path, 'utf8').split('\n');
    const served = sdl.split('\n');
    const line = served.findIndex((text, i) => text !== committed[i]);
    if (line < 0 && committed.length === served.length) return [];
    const at = line < 0 ? served.length : line;
    return [
      `${path} differs from line ${at + 1} on: it says ${JSON.stringify(committed[at] ?? '')}, the server serves ${JSON.stringify(served[at] ?? '')}.`,
    ];
  });
}
