// The public types of the fixtures, checked by `npm run typecheck`: this file is never run.
import { expectTypeOf, inject, type TestAPI } from 'vitest';
import type { TestProject } from 'vitest/node';
import { environment, lago as lagoForJest, teardown } from '../../src/fixture/jest.ts';
import { type FixtureOptions, type Handover, type LagoFixtures, lago, test } from '../../src/fixture/vitest.ts';
import type { Environment, Vm } from '../../src/index.ts';

expectTypeOf(lago).toEqualTypeOf<
  (options?: FixtureOptions) => (project: TestProject) => Promise<() => Promise<void>>
>();
expectTypeOf(
  lago({ initFile: 'a', templateRepos: ['b'], sshTimeout: 1, timeout: 1, acceleration: 'tcg' }),
).toBeFunction();
// @ts-expect-error not a way to run guests
lago({ acceleration: 'fast' });
// @ts-expect-error no such option
lago({ initfile: 'LagoInitFile' });

expectTypeOf(inject('lago')).toEqualTypeOf<Handover>();
expectTypeOf<Handover>().toEqualTypeOf<{ readonly prefix: string; readonly stateDir?: string }>();

expectTypeOf(test).toExtend<TestAPI<LagoFixtures>>();
test('fixtures', ({ env, vm }) => {
  expectTypeOf(env).toEqualTypeOf<Environment>();
  expectTypeOf(vm).toEqualTypeOf<(name: string) => Vm>();
});

expectTypeOf(lagoForJest).toEqualTypeOf<(options?: FixtureOptions) => () => Promise<void>>();
expectTypeOf(teardown).toEqualTypeOf<() => Promise<void>>();
expectTypeOf(environment).toEqualTypeOf<() => Promise<Environment>>();
