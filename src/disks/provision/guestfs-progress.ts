import type { Logger } from '../../host/log.ts';

/** What a program of libguestfs says when it begins with something: `[  12.3] Installing packages: vim`. */
const STAGE = /^\[\s*[0-9.]+\] (?<text>.+)$/;

/** What the programs say when they carry out an option; options that are not here are carried out without a word. */
const MESSAGES: Readonly<Record<string, RegExp>> = {
  'append-line': /^Appending line to /,
  chmod: /^Changing permissions of /,
  chown: /^Changing owner of /,
  copy: /^Copying \(in image\): /,
  'copy-in': /^Copying: /,
  delete: /^Deleting: /,
  edit: /^Editing: /,
  firstboot: /^Installing firstboot script: /,
  'firstboot-command': /^Installing firstboot command: /,
  'firstboot-install': /^Installing firstboot packages: /,
  hostname: /^Setting the hostname: /,
  install: /^Installing packages: /,
  link: /^Linking: /,
  mkdir: /^Making directory: /,
  move: /^Moving: /,
  run: /^Running: /,
  'run-command': /^Running: /,
  scrub: /^Scrubbing: /,
  'ssh-inject': /^SSH key inject: /,
  'tar-in': /^Copying \(and unpacking\) /,
  timezone: /^Setting the timezone: /,
  touch: /^Running touch: /,
  truncate: /^Truncating: /,
  'truncate-recursive': /^Recursively truncating: /,
  uninstall: /^Uninstalling packages: /,
  update: /^Updating /,
  upload: /^Uploading: /,
  write: /^Writing: /,
};

/** One option of a call, and where it comes from. */
export interface Operation {
  readonly option: string;
  /** For people: `build entry 2 (LagoInitFile:14)`. */
  readonly origin: string;
}

/** Follows what a program of libguestfs says, so that a failure can be laid at the door of what it was at. */
export class GuestfsProgress {
  readonly #operations: readonly Operation[];
  #next = 0;
  #current: Operation | undefined;
  #stage: string | undefined;

  /** @param operations the options of the call, in their order. */
  constructor(operations: readonly Operation[] = []) {
    this.#operations = operations;
  }

  /** What it is at, in its own words. */
  get stage(): string | undefined {
    return this.#stage;
  }

  /** The option that it is at, as far as it says so. */
  get current(): Operation | undefined {
    return this.#current;
  }

  /** Takes a line of output. */
  see(line: string): void {
    const text = STAGE.exec(line)?.groups?.text;
    if (text === undefined) return;
    this.#stage = text;
    const index = this.#operations.findIndex(
      ({ option }, position) => position >= this.#next && MESSAGES[option]?.test(text) === true,
    );
    // What fits none is done for no option, or for all of them at the end.
    this.#current = this.#operations[index];
    if (index >= 0) this.#next = index + 1;
  }
}

/** Milliseconds between two words about a program that takes its time. */
const PERIOD = 10_000;

/** Says every ten seconds how far a program is, until the returned function is called. */
export function reportProgress(what: string, progress: GuestfsProgress, log: Logger | undefined): () => void {
  const started = performance.now();
  const timer = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    log?.info(`${what}: ${progress.stage ?? 'starting the appliance'} (${seconds} s so far)`);
  }, PERIOD);
  timer.unref();
  return () => clearInterval(timer);
}
