#!/usr/bin/env node
import module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { type EndingSignal, Interrupt } from './io.ts';
import { nodeComplaint, packageVersion } from './version.ts';

/** Milliseconds after which somebody who interrupted us is told why we are still there. */
const PATIENCE = 1000;

/** Ends cleanly at the first signal, which may take a while; a second SIGINT does not wait for that. Both are told. */
function watchSignals(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: EndingSignal) => {
    const interrupt = new Interrupt(name);
    const isSecond = controller.signal.aborted;
    if (isSecond && name === 'SIGINT') {
      process.stderr.write('lago: left at once: what was begun may be half done, see `lago status` or `lago reap`\n');
      process.exit(interrupt.exitCode);
    }
    if (!isSecond && name === 'SIGINT') setTimeout(tellWait, PATIENCE).unref();
    controller.abort(interrupt);
  };
  process.on('SIGHUP', () => onSignal('SIGHUP'));
  process.on('SIGINT', () => onSignal('SIGINT'));
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  return controller.signal;
}

function tellWait(): void {
  process.stderr.write('lago: interrupted: cleaning up; once more leaves at once\n');
}

/**
 * Somebody who reads our output may stop reading (`lago status | head -1`): that is no error of ours. A terminal that went
 * away (`EIO`) has sent SIGHUP, which ends us cleanly.
 */
function endQuietlyOnBrokenPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EIO') return;
  if (error.code !== 'EPIPE') throw error;
  process.exit(128 + 13);
}

/** What cannot be told must not keep us from doing it, nor from cleaning up. */
function ignore(): void {}

/** Keeps the compiled code of the bundle between calls, which saves a quarter of a short one. Works without, too. */
function keepCompiledCode(): void {
  if (!import.meta.filename.endsWith('.js')) return;
  const { HOME, XDG_CACHE_HOME = '' } = process.env;
  const cache = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(HOME || homedir(), '.cache');
  module.enableCompileCache(join(cache, 'lago', 'compiled'));
}

/**
 * A call makes much that is soon forgotten, and ends before it is worth collecting: without this, what is forgotten makes up
 * a third of the memory of an `init` with 100 machines. It costs no time that could be measured.
 */
function keepYoungGenerationSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

async function main(argv: readonly string[]): Promise<number> {
  // Answered without loading anything: scripts ask for it often.
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`lago ${packageVersion()}\n`);
    return 0;
  }
  const complaint = nodeComplaint(process.version);
  if (complaint !== undefined) {
    process.stderr.write(`lago: error: ${complaint}\n`);
    return 2;
  }
  const signal = watchSignals();
  process.stdout.on('error', endQuietlyOnBrokenPipe);
  process.stderr.on('error', ignore);
  keepCompiledCode();
  keepYoungGenerationSmall();
  const { runCli } = await import('./run.ts');
  const { stdin, stdout, stderr, env } = process;
  return runCli(argv, { stdin, stdout, stderr, env, cwd: process.cwd(), signal });
}

// Pipes and files are written synchronously here, so nothing is lost; an idle connection must not keep us.
process.exit(await main(process.argv.slice(2)));
