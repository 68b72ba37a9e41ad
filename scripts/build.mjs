// Builds dist/: one bundle per entry point, shared code in dist/chunks, type declarations in dist/types, and the
// licences of everything bundled. With --check it builds elsewhere and compares, so that dist/ can be committed; with
// --outdir=DIRECTORY it builds there, for tests of the package.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');

const entryPoints = {
  pre: 'src/action/pre.ts',
  main: 'src/action/main.ts',
  post: 'src/action/post.ts',
  'cache-worker': 'src/action/cache-worker.ts',
  cli: 'src/cli/main.ts',
  watchdog: 'src/watchdog.ts',
  forwarder: 'src/forwarder.ts',
  index: 'src/index.ts',
  vitest: 'src/fixture/vitest.ts',
  jest: 'src/fixture/jest.ts',
};

/** What CommonJS packages inside an ES bundle take for granted. */
const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;
// Not in the banner: ES modules among the packages declare these names themselves.
const define = { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' };

/**
 * Half of the time that a short call takes goes into loading zod. Imported as a namespace, only what is used of it gets
 * into the bundles; and it keeps its messages in one of its fifty languages.
 */
const lessOfZod = {
  name: 'less-of-zod',
  setup({ onLoad }) {
    onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace("import { z } from 'zod';", "import * as z from 'zod';"),
      loader: 'ts',
    }));
    onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

async function bundle(outdir) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [name, join(root, file)])),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: banner },
    define,
    plugins: [lessOfZod],
    // The first two are optional native accelerators of ssh2, which does without; vitest is there when it imports us.
    external: ['cpu-features', '*.node', 'vitest'],
    legalComments: 'none',
    minifyWhitespace: true,
    minifySyntax: true,
    metafile: true,
    logLevel: 'warning',
  });
  copyFileSync(join(root, 'src', 'fixture', 'jest.cjs'), join(outdir, 'jest.cjs'));
  writeFileSync(join(outdir, 'THIRD-PARTY-LICENSES.txt'), licences(Object.keys(result.metafile.inputs)));
}

function declarations(outdir) {
  const types = join(outdir, 'types');
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', types];
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('the type declarations could not be made');
}

function licences(inputs) {
  const packages = new Map();
  for (const input of inputs) {
    const match = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//.exec(input);
    if (match) packages.set(match[2], join(root, match[1]));
  }
  return [...packages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(licenceOf)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceOf([name, directory]) {
  const { version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const file = readdirSync(directory).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? '' : `\n${readFileSync(join(directory, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${license ?? 'see text'})\n${text}`;
}

function listFiles(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .sort();
}

function differences(fresh, committed) {
  const [left, right] = [listFiles(fresh), listFiles(committed)];
  const changed = left.filter(
    (file) => right.includes(file) && !readFileSync(join(fresh, file)).equals(readFileSync(join(committed, file))),
  );
  return [
    ...left.filter((file) => !right.includes(file)).map((file) => `missing in dist: ${file}`),
    ...right.filter((file) => !left.includes(file)).map((file) => `not built any more: ${file}`),
    ...changed.map((file) => `differs: ${file}`),
  ];
}

const wanted = process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length);
const target = wanted === undefined ? dist : resolve(wanted);
const fresh = mkdtempSync(join(tmpdir(), 'lago-dist-'));
try {
  await bundle(fresh);
  declarations(fresh);
  if (process.argv.includes('--check')) {
    const found = differences(fresh, dist);
    for (const line of found) console.error(line);
    if (found.length > 0) console.error('dist/ is not what the sources make: run `npm run build` and commit dist/.');
    else console.log('dist/ equals a fresh build.');
    process.exitCode = found.length > 0 ? 1 : 0;
  } else {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    cpSync(fresh, target, { recursive: true });
    console.log(`built ${listFiles(target).length} files into ${relative(process.cwd(), target)}/`);
  }
} finally {
  rmSync(fresh, { recursive: true, force: true });
}
