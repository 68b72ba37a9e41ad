import { resolve } from 'node:path';
import { build } from 'esbuild';

/** Bundles the phases of the action from their sources, as a release has them: they start much faster so. */
export async function bundlePhases(outdir: string): Promise<void> {
  await build({
    entryPoints: ['pre', 'main', 'post', 'cache-worker'].map((phase) => resolve(`src/action/${phase}.ts`)),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    banner: {
      js: `import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);`,
    },
    define: { __filename: 'import.meta.filename', __dirname: 'import.meta.dirname' },
    external: ['cpu-features', '*.node'],
    logLevel: 'warning',
  });
}
