import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JobState, readState, writeState } from '../../../src/action/state.ts';

const STATE: JobState = {
  version: 1,
  stage: 'starting',
  workdir: '/workspace/.lago',
  uuid: '0a1b2c3d4e5f60718293a4b5c6d7e8f9',
  prefix: '/workspace/.lago/default',
  post: { collect: 'always', artifactName: 'x', retentionDays: 3, destroy: false },
};

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'state-'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

describe('the state that main leaves for post', () => {
  it('comes back as it was, and the last one wins', () => {
    writeState(scratch, STATE);
    writeState(scratch, { ...STATE, stage: 'ready' });
    expect(readState(scratch)).toEqual({ ...STATE, stage: 'ready' });
  });

  it.each([
    ['nothing', undefined],
    ['half of it', (text: string) => text.slice(0, 40)],
    ['another version', (text: string) => text.replace('"version":1', '"version":2')],
    ['something else', () => '[]'],
  ])('is none when there is %s', (_, spoil) => {
    writeState(scratch, STATE);
    const file = join(scratch, 'state.json');
    if (spoil) writeFileSync(file, spoil(readFileSync(file, 'utf8')));
    else rmSync(file);
    expect(readState(scratch)).toBeUndefined();
  });

  it('is none when its directory is gone', () => {
    expect(readState(join(scratch, 'gone'))).toBeUndefined();
  });
});
