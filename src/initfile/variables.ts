/** `$NAME`, `${NAME}` or `${NAME:-default}`; lengths are bounded so that unclosed braces cannot cost quadratic time. */
const REFERENCE = /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]{0,100})(?::-([^}]{0,1000}))?\})/g;

/**
 * Replaces `$NAME`, `${NAME}` and `${NAME:-default}` by the values in `variables`. References to names that are not in
 * it stay as written, as does any other `$`. A name that is in it with the value undefined or '' gives its default,
 * or stays as written when there is none (as Lago leaves unknown names).
 */
export function expandVariables(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return replaceReferences(text, (name, fallback) => {
    if (!Object.hasOwn(variables, name)) return undefined;
    const value = variables[name];
    return value === undefined || (value === '' && fallback !== undefined) ? fallback : value;
  });
}

/** Known only once the environment has its place on disk; left for the plan. */
const LATER: readonly string[] = ['LAGO_PREFIX_PATH', 'LAGO_WORKDIR_PATH'];

/** What {@link Expander} may take values from. */
export interface ExpanderOptions {
  /** Value of `$LAGO_INITFILE_PATH`. */
  readonly directory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names besides `LAGO_*` that may be expanded. */
  readonly allowedVariables: readonly string[];
}

/** A reference that was left as written, and why. */
export interface Unexpanded {
  readonly name: string;
  readonly reason: 'not-allowed' | 'not-set';
}

/** Expands the references of an init file that are safe and known at parse time. */
export class Expander {
  readonly #options: ExpanderOptions;
  readonly #allowed: ReadonlySet<string>;

  constructor(options: ExpanderOptions) {
    this.#options = options;
    this.#allowed = new Set(options.allowedVariables);
  }

  /** The text with its references replaced; `left` names those that stay although they look meant. */
  expand(text: string): { readonly text: string; readonly left: readonly Unexpanded[] } {
    const left: Unexpanded[] = [];
    const expanded = replaceReferences(text, (name, fallback) => {
      if (LATER.includes(name)) return undefined;
      if (!name.startsWith('LAGO_') && !this.#allowed.has(name)) {
        left.push({ name, reason: 'not-allowed' });
        return undefined;
      }
      const value = this.#value(name);
      if (value !== undefined && (value !== '' || fallback === undefined)) return value;
      if (fallback === undefined) left.push({ name, reason: 'not-set' });
      return fallback;
    });
    return { text: expanded, left };
  }

  #value(name: string): string | undefined {
    if (name === 'LAGO_INITFILE_PATH') return this.#options.directory;
    return Object.hasOwn(this.#options.env, name) ? this.#options.env[name] : undefined;
  }
}

function replaceReferences(
  text: string,
  replace: (name: string, fallback: string | undefined) => string | undefined,
): string {
  return text.replace(REFERENCE, (whole, bare?: string, braced?: string, fallback?: string) => {
    const name = bare ?? braced;
    return name === undefined ? whole : (replace(name, fallback) ?? whole);
  });
}
