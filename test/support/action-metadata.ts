import { parse } from 'yaml';
import { z } from 'zod';

const metadataSchema = z.object({
  inputs: z.record(z.string(), z.object({ default: z.coerce.string().optional() })).default({}),
  runs: z.object({ pre: z.string().optional(), main: z.string(), post: z.string().optional() }),
});

/** The phases of an action, in the order in which a runner runs them. */
export type Phase = 'pre' | 'main' | 'post';

/** What a runner reads from an `action.yml`. */
export type ActionMetadata = z.infer<typeof metadataSchema>;

/** Reads the text of an `action.yml`. */
export function parseActionMetadata(text: string): ActionMetadata {
  return metadataSchema.parse(parse(text));
}

/** Values of the expressions that defaults of inputs may use, for example `job.status`. */
export type ExpressionValues = Readonly<Record<string, string>>;

/**
 * The variables that give an action its inputs: those of the workflow over the defaults of `action.yml`.
 *
 * @throws {Error} when an input is unknown, or a default has an expression without a value
 */
export function inputVariables(
  metadata: ActionMetadata,
  inputs: Readonly<Record<string, string>>,
  expressions: ExpressionValues,
): Record<string, string> {
  const unknown = Object.keys(inputs).find((name) => !(name in metadata.inputs));
  if (unknown !== undefined) throw new Error(`action.yml has no input ${unknown}`);
  const names = Object.keys(metadata.inputs);
  return Object.fromEntries(
    names.map((name) => {
      const value = inputs[name] ?? evaluate(metadata.inputs[name]?.default ?? '', expressions);
      return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value];
    }),
  );
}

function evaluate(text: string, expressions: ExpressionValues): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = expressions[expression];
    if (value === undefined) throw new Error(`the fake runner has no value for \${{ ${expression} }}`);
    return value;
  });
}
