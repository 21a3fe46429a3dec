/**
 * Bundles GraphiQL (`graphiql/`) into `dist/graphiql/`: nothing of the page comes from another
 * address, at build time or in the browser. Does nothing when the sources, this script and the
 * locked versions are those of the last build.
 *
 *   node scripts/build-graphiql.mjs [--force]
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, 'graphiql');
const target = join(root, 'dist', 'graphiql');
const STAMP = 'build.json';

/** Files smaller than this gain nothing from compression. */
const COMPRESS_FROM_BYTES = 1024;

/** One digest over everything the output depends on; times of files mean nothing after a checkout. */
async function digestOfInputs() {
  const names = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const name of [...names, fileURLToPath(import.meta.url), join(root, 'package-lock.json')]) {
    hash
      .update(relative(root, name))
      .update('\0')
      .update(await readFile(name))
      .update('\0');
  }
  return hash.digest('hex');
}

async function isBuilt(inputs) {
  try {
    return JSON.parse(await readFile(join(target, STAMP), 'utf8')).inputs === inputs;
  } catch {
    return false;
  }
}

const common = {
  bundle: true,
  minify: true,
  // GraphiQL makes the titles of its icons from the names of their components.
  keepNames: true,
  target: 'es2022',
  legalComments: 'eof',
  logLevel: 'warning',
  metafile: true,
  define: { 'process.env.NODE_ENV': '"production"' },
};

/** Name of the file that an entry point became; esbuild puts a hash of the contents into it. */
function outputOf(metafile, entry, extension = '.js') {
  const found = Object.entries(metafile.outputs).find(
    ([name, { entryPoint }]) => entryPoint?.endsWith(entry) && name.endsWith(extension),
  );
  if (found === undefined) throw new Error(`no output for ${entry}`);
  return basename(found[0]);
}

/** Workers are classic scripts of one file each, so that a strict `worker-src` is enough. */
async function buildWorkers(build, outdir) {
  const { metafile } = await build({
    ...common,
    format: 'iife',
    outdir,
    absWorkingDir: root,
    entryNames: '[name]-[hash]',
    entryPoints: [
      'monaco-editor/esm/vs/editor/editor.worker.js',
      'monaco-editor/esm/vs/language/json/json.worker.js',
      'monaco-graphql/esm/graphql.worker.js',
    ],
  });
  return {
    editor: outputOf(metafile, 'editor/editor.worker.js'),
    json: outputOf(metafile, 'json/json.worker.js'),
    graphql: outputOf(metafile, 'graphql.worker.js'),
  };
}

/**
 * GraphiQL's style sheet has Monaco's in it. Monaco's modules import the same rules piece by piece;
 * they are left out, or the page would carry them twice.
 */
const monacoStylesOnce = {
  name: 'monaco-styles-once',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' }));
  },
};

async function buildPage(build, outdir, workers) {
  const { metafile } = await build({
    ...common,
    format: 'esm',
    splitting: true,
    outdir,
    absWorkingDir: root,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    entryPoints: ['graphiql/main.tsx', 'graphiql/icon.svg'],
    jsx: 'automatic',
    loader: { '.svg': 'copy' },
    define: { ...common.define, WORKER_FILES: JSON.stringify(workers) },
    plugins: [monacoStylesOnce],
  });
  const script = outputOf(metafile, 'graphiql/main.tsx');
  const { cssBundle } = Object.values(metafile.outputs).find(
    ({ entryPoint }) => entryPoint === 'graphiql/main.tsx',
  );
  const icon = Object.keys(metafile.outputs).find((name) => name.endsWith('.svg'));
  return { script, style: basename(cssBundle), icon: basename(icon) };
}

async function writeIndex(outdir, names) {
  const template = await readFile(join(source, 'index.html'), 'utf8');
  const html = template.replace(/\{\{(\w+)\}\}/g, (_match, key) => {
    if (names[key] === undefined) throw new Error(`index.html names an unknown file: ${key}`);
    return names[key];
  });
  await writeFile(join(outdir, 'index.html'), html);
}

/** Compressed once here, so that no request pays for it: the script shrinks to about a quarter. */
async function compress(outdir) {
  for (const name of await readdir(outdir)) {
    const contents = await readFile(join(outdir, name));
    if (contents.length < COMPRESS_FROM_BYTES || !/\.(js|css|svg)$/.test(name)) continue;
    await writeFile(join(outdir, `${name}.gz`), await promisify(gzip)(contents, { level: 9 }));
  }
}

/** Replaces the old output in one step; a build that ran beside this one has made the same files. */
async function publish(outdir, inputs) {
  // A temporary folder is its owner's alone; the server may run as somebody else.
  await chmod(outdir, 0o755);
  await rm(target, { recursive: true, force: true });
  try {
    await rename(outdir, target);
  } catch (failure) {
    if (!(await isBuilt(inputs))) throw failure;
  }
}

/** esbuild is a development dependency: an installation without those keeps the earlier output. */
async function loadBundler() {
  try {
    return (await import('esbuild')).build;
  } catch (failure) {
    if (failure.code !== 'ERR_MODULE_NOT_FOUND') throw failure;
    process.stderr.write('The bundler is not installed; GraphiQL stays as it was built before.\n');
    return null;
  }
}

async function main() {
  const inputs = await digestOfInputs();
  if (!process.argv.includes('--force') && (await isBuilt(inputs))) return;
  const build = await loadBundler();
  if (build === null) return;

  await mkdir(dirname(target), { recursive: true });
  const outdir = await mkdtemp(join(dirname(target), '.graphiql-'));
  try {
    const workers = await buildWorkers(build, outdir);
    const names = await buildPage(build, outdir, workers);
    await writeIndex(outdir, names);
    await compress(outdir);
    await writeFile(join(outdir, STAMP), JSON.stringify({ inputs }));
    await publish(outdir, inputs);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

await main();
