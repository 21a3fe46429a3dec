// Compiles the server's TypeScript to dist/, file by file and in the same folders.
//
//   node scripts/build.mjs             always
//   node scripts/build.mjs --if-stale  only when a source is newer than the last build
//
// It also makes an empty cluster of the embedded database, which a new data folder is copied from.
//
// Nothing is deleted before everything is written, so that a server or a command that starts
// meanwhile finds whole files.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');
const STAMP = join(dist, '.built');
const FOLDERS = ['src', 'migrations', 'scripts'];
const FILES = ['ormconfig.ts'];
/** What changes the output of every source. */
const SETTINGS = ['.swcrc', 'package-lock.json', 'scripts/build.mjs'];

async function filesUnder(folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

async function sources() {
  const inFolders = (await Promise.all(FOLDERS.map(filesUnder))).flat();
  const single = FILES.filter((file) => existsSync(join(root, file)));
  return [...inFolders, ...single].filter((file) => /\.(ts|json)$/.test(file));
}

async function isFresh(files) {
  if (!existsSync(STAMP)) return false;
  const built = JSON.parse(await readFile(STAMP, 'utf8'));
  // A list, not only times: a file that was renamed or removed keeps no newer time anywhere.
  if (built.files.join() !== files.join()) return false;
  const times = await Promise.all(
    [...files, ...SETTINGS].map(async (file) => (await stat(join(root, file))).mtimeMs),
  );
  return Math.max(...times) <= built.startedAt;
}

async function put(path, content) {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}.tmp`;
  await writeFile(draft, content);
  await rename(draft, path);
}

async function compile(swc, file) {
  const output = join(dist, file.replace(/\.ts$/, '.js'));
  if (!file.endsWith('.ts')) return put(output, await readFile(join(root, file)));
  const { code, map } = await swc.transformFile(join(root, file), {
    sourceFileName: relative(dirname(output), join(root, file)),
  });
  const name = output.split(/[\\/]/).pop();
  await put(`${output}.map`, map);
  await put(output, `${code}//# sourceMappingURL=${name}.map\n`);
}

/** Output whose source is gone: a migration left behind would still run. */
async function removeOrphans(files) {
  const kept = new Set(files.map((file) => file.replace(/\.ts$/, '.js')));
  const outputs = (
    await Promise.all(FOLDERS.map((folder) => filesUnder(join('dist', folder))))
  ).flat();
  const orphans = outputs.filter(
    (output) =>
      !kept.has(relative('dist', output).replace(/\.map$/, '')) && !output.endsWith('.tmp'),
  );
  await Promise.all(orphans.map((output) => rm(join(root, output), { force: true })));
}

/** The cluster depends on the version of PGlite only, whose files carry PostgreSQL's own format. */
async function makeTemplateCluster() {
  const require = createRequire(import.meta.url);
  const library = dirname(dirname(require.resolve('@electric-sql/pglite')));
  const { version } = JSON.parse(await readFile(join(library, 'package.json'), 'utf8'));
  const stamp = join(dist, '.embedded-template');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === version) return;
  const { PGlite } = require('@electric-sql/pglite');
  const draft = join(dist, `embedded-template.${process.pid}.tmp`);
  const pglite = await PGlite.create(draft);
  await pglite.close();
  await rm(join(dist, 'embedded-template'), { recursive: true, force: true });
  await rename(draft, join(dist, 'embedded-template'));
  await put(stamp, version);
}

function loadCompiler() {
  try {
    return createRequire(import.meta.url)('@swc/core');
  } catch {
    return null;
  }
}

const files = (await sources()).sort();
const isOptional = process.argv.includes('--if-stale');
if (!(isOptional && (await isFresh(files)))) {
  const swc = loadCompiler();
  if (swc) {
    const startedAt = Date.now();
    await Promise.all(files.map((file) => compile(swc, file)));
    await removeOrphans(files);
    await put(STAMP, JSON.stringify({ startedAt, files }));
  } else if (existsSync(STAMP)) {
    // Installed without development dependencies: what was built before is all there is.
    process.stderr.write('The compiler is not installed; the earlier build is used.\n');
  } else {
    process.stderr.write('There is nothing built and no compiler. Run npm ci first.\n');
    process.exitCode = 1;
  }
}
await makeTemplateCluster();
