// The root side of a testbed opened through sudo: `held.mjs FIFO COMMAND...`. sudo closes inherited pipes and cannot be
// signalled by the user who called it, so signals come as names through a named pipe, and its end of file means that
// the owner is gone.
import { constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { runInTestbed } from './run.mjs';

const [fifo, ...command] = process.argv.slice(2);
// Read as a socket: a file stream blocks a thread, and the process would wait for it at its end.
const line = new Socket({ fd: openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK), readable: true });
rmSync(dirname(fifo), { recursive: true });
createInterface({ input: line })
  .on('line', (signal) => process.kill(process.pid, signal))
  .on('close', () => process.exit(137));
process.exit(await runInTestbed(command));
