import { isAbsolute, join, relative, resolve } from 'node:path';

/** Gives out names in the images directory, each once. */
export class ImageNames {
  readonly #directory: string;
  readonly #taken = new Set<string>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Absolute path `<directory>/<vm>_<disk>.<extension>`, Lago's name for an image. Where two meet (VM `a` with disk `b_c`
   * and VM `a_b` with disk `c`), the later gets a number.
   */
  claim(vm: string, disk: string, extension: string): string {
    const stem = `${vm}_${disk}`;
    let name = `${stem}.${extension}`;
    for (let number = 2; this.#taken.has(name); number++) name = `${stem}-${number}.${extension}`;
    this.#taken.add(name);
    return join(this.#directory, name);
  }
}

/** Whether an absolute path is one of the directories or below one; compared as text, after `..` is resolved. */
export function isInside(path: string, directories: readonly string[]): boolean {
  return directories.some((directory) => {
    const rest = relative(resolve(directory), resolve(path));
    return rest === '' || (rest !== '..' && !rest.startsWith('../') && !isAbsolute(rest));
  });
}
