import { describe, expect, it } from 'vitest';
import type { Logger, Sdk } from '../../../src/cli/sdk.ts';
import { GuestError } from '../../../src/host/errors.ts';
import { InitFileError } from '../../../src/initfile/types.ts';
import { parseWorkflowCommands } from '../../support/workflow-commands.ts';
import { errorsOf } from '../initfile/helpers.ts';
import { FakeEnvironment, lago, Sink } from './support.ts';

const JOB = { GITHUB_ACTIONS: 'true' };
const HOSTILE = '\n::error::gotcha\n##[add-path]/evil\r\n::set-output name=ips::{}';

/** `lago status` in which `body` does what the engine would. */
async function status(
  body: (log: Logger) => Promise<void>,
  argv: readonly string[] = [],
  more: Parameters<typeof lago>[1] = {},
) {
  const env = new FakeEnvironment();
  env.status = async () => ({ Prefix: { 'Base directory': '/p', UUID: 'u', Networks: {}, VMs: {} } });
  const loadEnv: Sdk['loadEnv'] = async ({ log } = {}) => {
    if (log) await body(log);
    return env;
  };
  return lago(['status', '-f', 'json', ...argv], { env: JOB, ...more, sdk: { loadEnv } });
}

const twoTasks = async (log: Logger) => {
  await log.task('Start 100%', async (outer) => {
    await outer.task('Start nets', async (inner) => inner.info('news'));
  });
  await log.task('Wait', async () => {});
};

describe('the log in a job', () => {
  it('has a group per outermost task on standard error, with what it says inside; results are what they always are', async () => {
    const { code, out, err } = await status(twoTasks);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ Prefix: { UUID: 'u' } });
    expect(err.replaceAll(/\(in [^)]*\)/g, '(in T)').split('\n')).toEqual([
      '::group::Start 100%25',
      '  # Start nets:',
      '    news',
      '  # Start nets: Success (in T)',
      '@ Start 100%: Success (in T)',
      '::endgroup::',
      '::group::Wait',
      '@ Wait: Success (in T)',
      '::endgroup::',
      '',
    ]);
  });

  it('has no colours, which would show as escapes, at a terminal neither', async () => {
    const body = async (log: Logger) => log.warning('careful');
    const { err } = await status(body, ['-l', 'debug'], { stderr: new Sink(true) });
    expect(err).toBe('warning: careful\n');
  });

  it('ends the group of a task that fails before it says why', async () => {
    const { code, err } = await status((log) =>
      log.task('Start', async () => {
        throw new GuestError('GUEST_DIED', 'VM vm0 is dead');
      }),
    );
    expect(code).toBe(1);
    expect(err).toMatch(
      /^::group::Start\n@ Start: ERROR \(in .*\)\n::endgroup::\nlago: error: VM vm0 is dead \[GUEST_DIED\]\n$/,
    );
  });

  it('has one group at a time, since they cannot be nested', async () => {
    const { err } = await status(async (log) => {
      await Promise.all([
        log.task('One', () => log.task('Two', async () => log.info('news'))),
        log.task('Three', async () => {}),
      ]);
    });
    expect(parseWorkflowCommands(err).map(({ name }) => name)).toEqual(['group', 'endgroup']);
    expect(err).toContain('@ Three: Success');
  });

  it.each([
    [['-l', 'warning'], {}],
    [['--logdepth', '0'], {}],
    [[], { env: {} }],
    [[], { env: { GITHUB_ACTIONS: 'false' } }],
    [[], { stderr: new Sink(true), env: { ...JOB, TERM: 'xterm' } }],
  ])('has none where tasks have no lines, elsewhere, and on a terminal: %j', async (argv, more) => {
    expect((await status(twoTasks, argv, more)).err).not.toContain('::');
  });

  it('has no command of a guest in it: in titles, messages, errors and hints', async () => {
    const { err } = await status(
      (log) =>
        log.task(`Wait ${HOSTILE}`, async (inner) => {
          inner.info(`console ${HOSTILE}`);
          inner.warning(`warned ${HOSTILE}`);
          await inner.task(`sub ${HOSTILE}`, async () => {});
          throw new GuestError('GUEST_DIED', `dead ${HOSTILE}`, { hint: `console: ${HOSTILE}` });
        }),
      ['--logdepth', '-1'],
    );
    expect(err).toContain('lago: hint: console:');
    expect(parseWorkflowCommands(err).map(({ name }) => name)).toEqual(['group', 'endgroup']);
  });

  it('has no command of an init file in it', async () => {
    const text = 'domains:\n  "##[add-path]/evil": 3\n  a: {memory: "::error::x"}\n';
    const error = new InitFileError(errorsOf(text), text);
    const { code, err } = await status(() => Promise.reject(error));
    expect(code).toBe(2);
    expect(err).toContain('[add-path]/evil');
    expect(parseWorkflowCommands(err)).toEqual([]);
  });
});
