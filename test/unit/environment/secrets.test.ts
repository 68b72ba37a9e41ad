import { expect, it } from 'vitest';
import { maskBuild, maskInitFile, maskPlan } from '../../../src/environment/secrets.ts';
import { createLogger, type LogEvent } from '../../../src/host/log.ts';
import { parseInitFile } from '../../../src/initfile/index.ts';
import { planOf, templates } from '../../support/plan.ts';

const TEXT = `
domains:
  vm0:
    memory: 64
    ssh-password: of-ssh
    root-password: of-ssh-longer
    nics: [{ net: lan }]
    disks:
      - type: template
        template_name: micro
        name: root
        dev: vda
        format: qcow2
        build:
          - virt-customize:
              root-password: password:of-build
              password: [ 'joe:password:of-joe', 'eve:file:/x' ]
nets:
  lan: {}
`;

/** A logger, and all that it passed on. */
function recorded() {
  const events: LogEvent[] = [];
  return { log: createLogger((event) => events.push(event)), events };
}

it('keeps passwords of the init file and of the defaults out of the log (Lago D44)', async () => {
  const { log, events } = recorded();
  const initFile = parseInitFile(TEXT, { file: '/w/LagoInitFile', env: {} });
  maskInitFile(log, initFile, { sshPassword: 'by-default', rootPassword: 'root-by-default' });
  const text = 'of-ssh of-ssh-longer of-build of-joe by-default root-by-default eve:file:/x';
  await log.task(`do ${text}`, async (sub) => sub.debug(text));
  const hidden = '*** *** *** *** *** *** eve:file:/x';
  const [start, message, end] = events;
  expect(start).toMatchObject({ title: `do ${hidden}`, task: [`do ${hidden}`] });
  expect(message).toMatchObject({ text: hidden, task: [`do ${hidden}`] });
  expect(end).toMatchObject({ title: `do ${hidden}` });
  expect(log.redact(text)).toBe(hidden);
});

it('keeps passwords of an environment out of the log (Lago D44)', () => {
  const { log } = recorded();
  maskPlan(log, planOf(TEXT, { resolveTemplate: templates({ micro: {} }) }));
  expect(log.redact('of-ssh, of-ssh-longer')).toBe('***, ***');
});

it('keeps passwords of a recipe out of the log', () => {
  const { log, events } = recorded();
  maskBuild(log, [
    { options: { install: 'vim', 'root-password': 'password:of-recipe', password: ['joe:password:of-joe'] } },
  ]);
  log.debug('virt-builder --root-password password:of-recipe --password joe:password:of-joe --install vim');
  expect(events[0]).toMatchObject({
    text: 'virt-builder --root-password password:*** --password joe:password:*** --install vim',
  });
});
