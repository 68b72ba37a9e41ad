import { describe, expect, it } from 'vitest';
import { type LineSinkOptions, lineSink } from '../../../src/host/line-sink.ts';
import { createLogger, type Logger } from '../../../src/host/log.ts';

/** Lines that are shown of what happens, times left out. */
async function shown(options: Partial<LineSinkOptions>, body: (log: Logger) => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const log = createLogger(lineSink({ write: (line) => lines.push(line), level: 'info', ...options }));
  await body(log).catch(() => undefined);
  return lines.map((line) => line.replace(/ \(in [\d.]+ s\)$/, ''));
}

const fail = async (log: Logger) => {
  log.info('about to fail');
  throw new Error('failed');
};

/** Tasks of five levels; the innermost does `body`. */
const nested = (body: (log: Logger) => Promise<void>) => (log: Logger) =>
  log.task('a', (a) =>
    a.task('b', (b) => {
      b.info('in b');
      return b.task('c', (c) =>
        c.task('d', async (d) => {
          d.info('in d');
          d.debug('detail of d');
          await d.task('good', async (good) => good.info('in good'));
          await d.task('e', body);
        }),
      );
    }),
  );

describe('the tree of tasks', () => {
  it('hides what is too deep while all goes well', async () => {
    expect(
      await shown(
        {},
        nested(async (log) => log.info('in e')),
      ),
    ).toEqual(['@ a:', '  # b:', '    in b', '    * c:', '    * c: Success', '  # b: Success', '@ a: Success']);
  });

  it('shows everything with a negative depth', async () => {
    const lines = await shown(
      { depth: -1, level: 'debug' },
      nested(async (log) => log.debug('in e')),
    );
    expect(lines).toEqual([
      ...['@ a:', '  # b:', '    in b', '    * c:', '      - d:', '        in d', '        detail of d'],
      ...['        ~ good:', '          in good', '        ~ good: Success', '        ~ e:', '          in e'],
      ...['        ~ e: Success', '      - d: Success', '    * c: Success', '  # b: Success', '@ a: Success'],
    ]);
  });

  it('shows what a task that fails had hidden, and the way to it', async () => {
    expect(await shown({ depth: 1 }, nested(fail))).toEqual([
      ...['@ a:', '  # b:', '    * c:', '      - d:', '        ~ e:', '          about to fail', '        ~ e: ERROR'],
      ...['      - d: ERROR', '    * c: ERROR', '  # b: ERROR', '@ a: ERROR'],
    ]);
  });

  it('shows what was hidden in the nearest task that has something, when the one that fails has nothing', async () => {
    const silent = async () => {
      throw new Error('failed');
    };
    expect(await shown({ depth: 3 }, nested(silent))).toEqual([
      ...['@ a:', '  # b:', '    in b', '    * c:', '      - d:', '        in d', '        ~ good: Success'],
      ...['        ~ e: ERROR', '      - d: ERROR', '    * c: ERROR', '  # b: ERROR', '@ a: ERROR'],
    ]);
  });

  it('shows hidden debug messages only when they count', async () => {
    const lines = await shown(
      { depth: 3, level: 'debug' },
      nested(async () => Promise.reject(new Error('x'))),
    );
    expect(lines).toContain('        detail of d');
  });

  it('explains an error that was reported in a task that ends well', async () => {
    const lines = await shown({ depth: 1 }, (log) =>
      log.task('a', (a) =>
        a.task('b', async (b) => {
          b.info('before');
          b.error('bad luck');
        }),
      ),
    );
    expect(lines).toEqual(['@ a:', '    error: bad luck', '  # b:', '    before', '  # b: Success', '@ a: Success']);
  });

  it('keeps the latest 2000 lines of a task', async () => {
    const lines = await shown({ depth: 0 }, (log) =>
      log.task('a', async (a) => {
        for (let index = 0; index < 2500; index += 1) a.info(`line ${index}`);
        throw new Error('failed');
      }),
    );
    expect(lines).toHaveLength(2002);
    expect(lines[1]).toBe('  line 500');
  });

  it.each([
    ['warning', ['    warning: careful', '    * c: ERROR', '  # b: ERROR', '@ a: ERROR']],
    ['error', ['    * c: ERROR', '  # b: ERROR', '@ a: ERROR']],
  ] as const)('shows at %s what counts, and the tasks that failed', async (level, expected) => {
    const lines = await shown({ level }, (log) =>
      log.task('a', (a) =>
        a.task('b', async (b) => {
          b.info('news');
          b.warning('careful');
          await b.task('c', fail);
        }),
      ),
    );
    expect(lines).toEqual(expected);
  });

  it('shows warnings however deep they are', async () => {
    const lines = await shown({ depth: 0 }, (log) => log.task('a', async (a) => a.warning('careful')));
    expect(lines).toEqual(['  warning: careful']);
  });

  it('leaves tasks that are shown elsewhere out, but explains failures', async () => {
    expect(
      await shown(
        { tasks: false },
        nested(async () => undefined),
      ),
    ).toEqual(['    in b']);
    expect(await shown({ tasks: false }, nested(fail))).toEqual([
      ...['    in b', '@ a:', '  # b:', '    * c:', '      - d:', '        ~ e:', '          about to fail'],
      ...['        ~ e: ERROR', '      - d: ERROR', '    * c: ERROR', '  # b: ERROR', '@ a: ERROR'],
    ]);
  });

  it('keeps parallel tasks apart', async () => {
    const lines = await shown({ depth: 1 }, (log) =>
      log.task('a', async (a) => {
        const end = Promise.withResolvers<void>();
        const good = a.task('good', async (task) => {
          task.info('of good');
          await end.promise;
        });
        const bad = a.task('bad', fail).finally(() => end.resolve());
        await Promise.all([good, bad]);
      }),
    );
    expect(lines).toEqual(['@ a:', '  # bad:', '    about to fail', '  # bad: ERROR', '@ a: ERROR']);
  });

  it('paints for terminals only', async () => {
    const [line] = await shown({ color: true }, (log) => log.task('a', async () => undefined));
    expect(line).toBe('\x1b[36m@ a:\x1b[0m');
  });
});
