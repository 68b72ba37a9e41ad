import { resolve } from 'node:path';
import type { CliIo } from '../io.ts';
import { type Completes, longFlag } from '../options.ts';
import type { Sdk } from '../sdk.ts';
import type { Verb } from '../verb.ts';
import { findVerb } from '../verb-groups.ts';
import { type Candidate, optionsOf, readLine, valuesOf, type Wanted } from './candidates.ts';
import { SHELLS } from './scripts.ts';

/** What a completion may use. */
export interface CompletionParts {
  readonly io: CliIo;
  readonly verbs: readonly Verb[];
  /** Loads the SDK, for names of machines and the like only. */
  readonly load: () => Promise<Sdk>;
}

/**
 * Answers a completion script: prints the words that fit, one a line, for all shells but bash with a tab and what they
 * are. Nothing means: complete files. Never fails, because there is nobody to tell.
 *
 * @param args what follows `__complete`: shell, word under the cursor, words before it from the program's name on
 */
export async function complete(args: readonly string[], parts: CompletionParts): Promise<void> {
  const [shell, ...words] = args;
  if (!SHELLS.some((name) => name === shell)) return;
  const { current, before, prefix } = joined(words);
  const { wanted, given } = readLine(parts.verbs, before, current);
  const equals = /^(--[\w-]+=)(.*)$/s.exec(current);
  const option = equals && optionsOf(verbIn(parts.verbs, before)).find((spec) => `${longFlag(spec)}=` === equals[1]);
  const [start, typed] = option ? [`${equals?.[1]}`, `${equals?.[2]}`] : ['', current];
  const found = await candidates(option ? valuesOf(option) : wanted, given, parts);
  const lines = found
    .filter(({ word }) => word.startsWith(typed) && !/\s/.test(word))
    .map(({ word, description }) => (shell === 'bash' ? word : `${prefix ? '' : start}${word}\t${description}`));
  parts.io.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** bash makes three words of `--option=value`, and wants the value only. */
function joined([current = '', ...words]: readonly string[]) {
  const before = words.slice(1);
  if (current === '=') return { current: `${before.pop()}=`, before, prefix: true };
  if (before.at(-1) !== '=') return { current, before: mended(before), prefix: false };
  before.pop();
  return { current: `${before.pop()}=${current}`, before: mended(before), prefix: true };
}

function mended(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const isSplit = words[index + 1] === '=' && words[index]?.startsWith('--');
    result.push(isSplit ? `${words[index]}=${words[index + 2] ?? ''}` : `${words[index]}`);
    if (isSplit) index += 2;
  }
  return result;
}

function verbIn(verbs: readonly Verb[], before: readonly string[]): Verb | undefined {
  return before.map((_, index) => findVerb(verbs, before.slice(index)).verb).find((verb) => verb !== undefined);
}

async function candidates(
  wanted: Wanted,
  given: ReadonlyMap<string, string>,
  parts: CompletionParts,
): Promise<readonly Candidate[]> {
  switch (wanted.kind) {
    case 'words':
      return wanted.words;
    case 'files':
      return [];
    case 'names':
      return (await namesOf(wanted.of, given, parts)).map((word) => ({ word, description: wanted.of }));
  }
}

async function namesOf(
  of: Completes,
  given: ReadonlyMap<string, string>,
  { io, load }: CompletionParts,
): Promise<readonly string[]> {
  const workdir = given.get('--workdir-path') ?? (io.env.LAGO_WORKDIR || undefined);
  const prefixName = given.get('--prefix-name');
  const prefix = given.get('--prefix-path');
  const sdk = await load();
  const names = sdk.knownNames({
    cwd: io.cwd,
    env: io.env,
    ...(workdir === undefined ? {} : { workdir }),
    ...(prefixName === undefined ? {} : { prefixName }),
    ...(prefix === undefined ? {} : { prefix: resolve(io.cwd, prefix) }),
  });
  return { vm: names.vms, prefix: names.prefixes, snapshot: names.snapshots, template: names.templates }[of];
}
