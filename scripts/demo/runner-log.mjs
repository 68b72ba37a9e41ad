// Shows an action's output as the log of a runner does: groups instead of `::group::`, colours instead of `::warning::`.

const COMMAND = /^::([a-z-]+)(?: [^:]*)?::(.*)$/;
const COLORS = { error: 31, warning: 33, notice: 36, group: 1 };

/**
 * Makes the function that shows one line after another.
 *
 * @param {{ write: (text: string) => void, color: boolean }} output
 * @returns {(line: string) => void}
 */
export function runnerLog({ write, color }) {
  const paint = (name, text) => (color ? `\x1b[${COLORS[name]}m${text}\x1b[0m` : text);
  let inGroup = false;
  let stopToken;
  const show = (text) => write(`  ${inGroup ? '│ ' : ''}${text}\n`);
  return (line) => {
    const [, name, text] = COMMAND.exec(line) ?? [];
    if (name === undefined || (stopToken !== undefined && name !== stopToken)) return show(line);
    switch (name) {
      case stopToken:
        stopToken = undefined;
        return;
      case 'stop-commands':
        stopToken = text;
        return;
      case 'group':
        show(paint('group', `▼ ${unescapeData(text)}`));
        inGroup = true;
        return;
      case 'endgroup':
        inGroup = false;
        return;
      case 'error':
      case 'warning':
      case 'notice':
        for (const part of unescapeData(text).split('\n')) show(paint(name, `${name}: ${part}`));
        return;
    }
    // The rest (masks, debug messages) is for the runner, not for people.
  };
}

function unescapeData(text) {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
