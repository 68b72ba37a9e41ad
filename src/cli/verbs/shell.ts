import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { withEnvironment } from '../context.ts';
import type { CliEnvironment, CliVm } from '../sdk.ts';
import { type Call, defineVerb } from '../verb.ts';

export const shell = defineVerb({
  name: 'shell',
  summary: 'Open a shell in a machine, or run a command or a local script there',
  arguments: [
    { syntax: '<HOST>', description: 'machine, or the end of its name' },
    { syntax: '[ARGS...]', description: 'command with its arguments, or the path of a local script' },
  ],
  options: {},
  passThrough: true,
  example: 'shell vm0 -c "uname -r"',
  notes: 'Everything after HOST is for the machine. The exit code is that of the remote command.',
  run(call) {
    return withEnvironment(call, async (env) => {
      const [host = '', ...words] = call.args;
      const vm = findVm(env, host, call);
      const script = words.length === 1 ? localFile(call, words[0]) : undefined;
      return script === undefined ? attach(call, vm, commandOf(words)) : runScript(call, vm, script);
    });
  },
});

/** Exact name, else the first machine whose name ends with `host`. */
function findVm(env: CliEnvironment, host: string, { log }: Pick<Call, 'log'>): CliVm {
  const vms = [...env.getVms().values()];
  const exact = vms.find((vm) => vm.name === host);
  if (exact) return exact;
  const [first, ...others] = vms.filter((vm) => vm.name.endsWith(host));
  // Throws: it says what there is.
  if (first === undefined) return env.vm(host);
  if (others.length > 0) log.warning(`several names end with ${host}: taking ${first.name}`);
  return first;
}

/** The words as one command line for the guest's shell; `-c` before them is only there because people expect it. */
function commandOf(words: readonly string[]): string | undefined {
  const command = (words[0] === '-c' || words[0] === '--' ? words.slice(1) : words).join(' ');
  return command === '' ? undefined : command;
}

function localFile({ io }: Pick<Call, 'io'>, word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  const path = resolve(io.cwd, word);
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path : undefined;
}

function attach({ io }: Pick<Call, 'io'>, vm: CliVm, command: string | undefined): Promise<number> {
  return vm.interactiveSsh({ input: io.stdin, output: io.stdout, errors: io.stderr, signal: io.signal }, command);
}

async function runScript({ io }: Pick<Call, 'io'>, vm: CliVm, script: string): Promise<number> {
  const status = await vm.sshScript(script, {
    check: false,
    capture: false,
    signal: io.signal,
    onStdout: (chunk) => void io.stdout.write(chunk),
    onStderr: (chunk) => void io.stderr.write(chunk),
  });
  return status.code;
}
