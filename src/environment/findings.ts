import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeJson } from '../host/files.ts';
import type { PrefixPaths } from './prefix.ts';

const fileShape = z.object({
  service_provider: z.string().exactOptional(),
  'guest-agent': z.string().exactOptional(),
});

/** What was found out about a guest, in the spelling of init files. */
export type Finding = z.output<typeof fileShape>;

/** What was found out about one guest since `init`, kept beside its spec so that nobody has to ask again. */
export class Findings {
  readonly #file: string;

  constructor(paths: Pick<PrefixPaths, 'virt'>, vm: string) {
    this.#file = join(paths.virt, `found-${vm}`);
  }

  /** What is known; nothing when there is no file, or none that can be read: it is found out anew then. */
  read(): Finding {
    try {
      return fileShape.safeParse(JSON.parse(readFileSync(this.#file, 'utf8'))).data ?? {};
    } catch {
      return {};
    }
  }

  /** Keeps one more finding. Two processes at once find the same. */
  async note(finding: Finding): Promise<void> {
    await writeJson(this.#file, { ...this.read(), ...finding });
  }
}
