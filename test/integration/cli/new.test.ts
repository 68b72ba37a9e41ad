import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Sandbox, sandbox } from '../../support/sandbox.ts';
import { lago, output } from './support.ts';

let box: Sandbox;

beforeEach(() => {
  box = sandbox();
});
afterEach(async () => {
  await lago(box, ['destroy', '--yes']);
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

it('what `lago new` writes becomes machines that can be entered, step by step as it says', async () => {
  const told = await output(box, ['new', '--vms', 'web', '--template', 'micro', '--memory', '256', '--disk', '64M']);
  const steps = [...told.matchAll(/^ {2}lago (.*)$/gm)].map(([, step = '']) =>
    step.replace(/ --template-repo-path \S+/, ''),
  );
  expect(steps).toEqual(['validate', 'plan', 'init', 'start', 'shell web', 'destroy']);
  for (const step of steps.slice(0, 4)) await output(box, step.split(' '));
  expect(await output(box, ['shell', 'web', '-c', 'hostname; cat /sys/block/vdb/size'])).toBe('web\n131072\n');
  await output(box, ['destroy', '--yes']);
});

it('`lago schema` prints the schema that the package ships', async () => {
  expect(JSON.parse(await output(box, ['schema']))).toEqual(
    JSON.parse(readFileSync('schema/lago-init-file.json', 'utf8')),
  );
});
