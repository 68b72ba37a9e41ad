/** A command that an action printed for the runner, such as `::warning title=KVM::no access`. */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const CURRENT_FORM = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/;
/** Older than the other one, and still obeyed: this one counts anywhere in a line. */
const LEGACY_FORM = /##\[([\w-]+)(?: ([^\]]*))?\](.*)$/;

/**
 * Finds the commands that a runner would obey in an action's output, in both of its notations. What stands between
 * `::stop-commands::TOKEN` and `::TOKEN::` is text.
 */
export function parseWorkflowCommands(output: string): WorkflowCommand[] {
  const commands: WorkflowCommand[] = [];
  let stopToken: string | undefined;
  for (const line of output.split(/\r?\n/)) {
    const command = parseLine(line);
    if (command === undefined) continue;
    if (stopToken !== undefined) {
      if (command.name === stopToken) stopToken = undefined;
      continue;
    }
    if (command.name === 'stop-commands') stopToken = command.message;
    else commands.push(command);
  }
  return commands;
}

function parseLine(line: string): WorkflowCommand | undefined {
  const match = CURRENT_FORM.exec(line) ?? LEGACY_FORM.exec(line);
  if (match === null) return undefined;
  const [, name = '', properties = '', message = ''] = match;
  return { name, properties: parseProperties(properties), message: unescapeData(message) };
}

function parseProperties(text: string): Record<string, string> {
  const pairs = text.split(/[,;]/).filter((pair) => pair.includes('='));
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), propertyValue(pair)]));
}

function propertyValue(pair: string): string {
  const escaped = pair.slice(pair.indexOf('=') + 1);
  return unescapeData(escaped.replaceAll('%3A', ':').replaceAll('%2C', ','));
}

function unescapeData(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}

/**
 * Reads the file behind GITHUB_OUTPUT, GITHUB_STATE or GITHUB_ENV: `name=value` lines and `name<<DELIMITER` blocks.
 *
 * @throws {Error} when a line is neither, or a block does not end: a runner would fail the step
 */
export function parseFileCommands(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  const lines = text.split(/\r?\n/);
  for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
    if (line === '') continue;
    const [, block, delimiter] = /^([^=]*?)<<(.+)$/.exec(line) ?? [];
    if (block !== undefined && delimiter !== undefined) {
      const end = lines.indexOf(delimiter);
      if (end === -1) throw new Error(`the block of ${block} does not end with ${delimiter}`);
      values[block] = lines
        .splice(0, end + 1)
        .slice(0, -1)
        .join('\n');
    } else {
      const equals = line.indexOf('=');
      if (equals === -1) throw new Error(`neither name=value nor name<<DELIMITER: ${line}`);
      values[line.slice(0, equals)] = line.slice(equals + 1);
    }
  }
  return values;
}
