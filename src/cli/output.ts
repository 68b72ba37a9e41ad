import { formatOutput, type OutputFormat } from './format.ts';
import type { CliIo } from './io.ts';
import type { Call } from './verb.ts';

/** What a verb prints its result with. */
export function outputOf({ stdout }: CliIo, format: OutputFormat): Pick<Call, 'print' | 'printRecords' | 'write'> {
  const write = (text: string) => void stdout.write(text);
  const print = (value: unknown) => {
    const text = formatOutput(value, format);
    if (text !== '') write(`${text}\n`);
  };
  return {
    write,
    print,
    printRecords: (name, records) => {
      if (format === 'json' || format === 'yaml') return print(records);
      print(Object.fromEntries(records.map(({ [name]: key, ...rest }) => [key, rest])));
    },
  };
}
