import { formatOutput, isOwnFormat } from './format.ts';
import type { CliIo } from './io.ts';
import type { OutputFormat as PluginFormat } from './sdk.ts';
import type { Call } from './verb.ts';

/** What a verb prints its result with. */
export function outputOf(
  { stdout }: CliIo,
  format: string,
  formats: ReadonlyMap<string, PluginFormat>,
): Pick<Call, 'print' | 'printRecords' | 'write'> {
  const write = (text: string) => void stdout.write(text);
  const print = (value: unknown) => {
    const text = isOwnFormat(format) ? formatOutput(value, format) : (formats.get(format)?.(value) ?? '');
    if (text !== '') write(`${text}\n`);
  };
  return {
    write,
    print,
    printRecords: (name, records) => {
      if (format !== 'default' && format !== 'flat') return print(records);
      print(Object.fromEntries(records.map(({ [name]: key, ...rest }) => [key, rest])));
    },
  };
}
