import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** The files that paths name: a folder stands for the `.json` files in it. Each file once. */
export async function expandPaths(paths: readonly string[]): Promise<string[]> {
  const files = new Map<string, string>();
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      if (!files.has(resolve(file))) files.set(resolve(file), file);
    }
  }
  return [...files.values()];
}

async function filesOf(path: string): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false, // told by whoever opens it
  );
  if (!isFolder) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.toLowerCase().endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}
