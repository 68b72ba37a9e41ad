#!/usr/bin/env node
// Opens a private testbed (network, mount, process namespaces with a libvirtd of their own) and runs a command in it.
//
//   node scripts/testbed.mjs [--] COMMAND [ARGUMENT...]
//
// The exit code is the command's. When this process ends, for whatever reason, everything inside ends with it.
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { runInTestbed } from './testbed/run.mjs';

/** Strips the optional `--` that separates our name from the command. */
function commandOf(argv) {
  return argv[0] === '--' ? argv.slice(1) : argv;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const command = commandOf(process.argv.slice(2));
  if (command.length === 0) {
    console.error('usage: node scripts/testbed.mjs [--] COMMAND [ARGUMENT...]');
    process.exit(2);
  }
  try {
    process.exit(await runInTestbed(command));
  } catch (error) {
    console.error(`testbed: ${error.message}`);
    process.exit(1);
  }
}
