#!/usr/bin/env node
// Writes the reference of the SDK to docs/api. Anything exported without a comment, or a type that is used but not
// exported, is an error.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { NODE, PROJECT, quietly, step } from './setup.mjs';

const TOOL = join(PROJECT, 'scripts', 'api-docs');
const TYPEDOC = join(TOOL, 'node_modules', 'typedoc', 'bin', 'typedoc');

try {
  if (!existsSync(TYPEDOC)) await step('installing TypeDoc', () => quietly(['npm', 'ci', '--prefix', TOOL]));
  await step('writing docs/api', () => quietly([NODE, TYPEDOC, '--options', join(TOOL, 'typedoc.json')]));
} catch (error) {
  console.error(`api-docs: ${error.message}`);
  process.exit(1);
}
