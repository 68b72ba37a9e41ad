#!/usr/bin/env node
// Writes schema/lago-init-file.json, the JSON Schema of init files, from the schemas of src/initfile. With --check it
// changes nothing and fails when the file is not what it would write.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { initFileSchema } from '../src/initfile/json-schema.ts';

const NAME = 'schema/lago-init-file.json';
const FILE = join(fileURLToPath(new URL('..', import.meta.url)), NAME);

function current() {
  try {
    return readFileSync(FILE, 'utf8');
  } catch {
    return undefined;
  }
}

const text = `${JSON.stringify(initFileSchema(), null, 1)}\n`;
if (current() !== text) {
  if (process.argv.includes('--check')) {
    console.error(`${NAME} is not what src/initfile says: run \`node scripts/generate-schema.mjs\`.`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, text);
    console.log(`wrote ${NAME}`);
  }
}
