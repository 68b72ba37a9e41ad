import { join, resolve } from 'node:path';
import { isInside } from '../disks/files.ts';
import { type PathRules, resolvePath } from '../disks/paths.ts';
import type { DomainSpec, KeyPath, ReportProblem } from '../initfile/types.ts';
import type { DeployScript, DomainPlan } from '../providers/plan.ts';

/** Longest name that the copy of a script gets: file systems take 255 bytes. */
const MAX_NAME = 200;

/** What the scripts of an environment are planned from. */
export interface ScriptInput {
  /** Absolute directory of the copies. */
  readonly scriptsDir: string;
  readonly paths: PathRules;
  /** Absolute directory of the init file, where scripts are looked for that are not in `paths.cwd`. */
  readonly initFileDir: string;
  isFile(path: string): boolean;
  readonly report: ReportProblem;
}

/** Decides the deploy scripts of one domain after the other. Mistakes of the init file go to `report`. */
export class ScriptPlanner {
  readonly #input: ScriptInput;
  /** Files by the names of their copies. */
  readonly #names = new Map<string, string>();

  constructor(input: ScriptInput) {
    this.#input = input;
  }

  /** The domain's scripts, in the order in which they run. */
  plan({ name, deployScripts }: DomainSpec): Pick<DomainPlan, 'deployScripts'> {
    if (deployScripts.length === 0) return {};
    const planned = deployScripts.map((text, index) =>
      this.#planOne(text, ['domains', name, 'metadata', 'deploy-scripts', index]),
    );
    return { deployScripts: planned };
  }

  #planOne(text: string, key: KeyPath): DeployScript {
    const source = this.#find(text, key);
    return { name: text, source, file: join(this.#input.scriptsDir, this.#nameFor(text, source)) };
  }

  /** As Lago in the current directory, else beside the init file. */
  #find(text: string, key: KeyPath): string {
    const { paths, initFileDir, isFile, report } = this.#input;
    const candidates = [...new Set([paths.cwd, initFileDir])]
      .map((directory) => resolve(directory, paths.expand(text)))
      .filter((path) => isInside(path, paths.allowedPaths));
    const found = candidates.find(isFile);
    if (found !== undefined) return found;
    // Whether a file is there that may not be used is nothing to talk about.
    const first = resolvePath(text, key, paths, report);
    if (candidates.length > 0) {
      const message = `the deploy script ${text} does not exist: there is no file ${[...new Set(candidates)].join(' or ')}`;
      report({ severity: 'error', code: 'DEPLOY_SCRIPT_MISSING', path: key, message });
    }
    return first;
  }

  /** The path with `_` for `/`, as Lago flattens it; machines that have a script in common share its copy. */
  #nameFor(text: string, source: string): string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    const flat = text.replace(/[/\u0000-\u001f\u007f]/g, '_').slice(-MAX_NAME);
    for (let number = 1; ; number += 1) {
      const name = number === 1 && !/^\.{0,2}$/.test(flat) ? flat : `${flat}.${number}`;
      const owner = this.#names.get(name);
      if (owner !== undefined && owner !== source) continue;
      this.#names.set(name, source);
      return name;
    }
  }
}
