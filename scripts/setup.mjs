// What a fresh clone needs before its tests or its demo can run. Each function is quick and silent when all is there.
export { ensureNodeModules } from './setup/node-modules.mjs';
export { ensureSystemPackages, SYSTEM_PACKAGES } from './setup/packages.mjs';
export { CACHE, NODE, PROJECT } from './setup/paths.mjs';
export { quietly, step } from './setup/progress.mjs';
export { ensureTemplates } from './templates/ensure.mjs';
