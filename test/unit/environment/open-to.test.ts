import { expect, it } from 'vitest';
import { openTo } from '../../../src/environment/open-to.ts';
import { fileError } from '../../../src/host/files.ts';

const closed = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });

it('answers no for what this user may not see, and what is asked for the rest', () => {
  const failing = (error: Error) => (): boolean => {
    throw error;
  };
  expect(openTo(() => true, '/a')).toBe(true);
  expect(openTo((path) => path === '/b', '/a')).toBe(false);
  expect(openTo(failing(closed), '/a')).toBe(false);
  expect(openTo(failing(fileError(closed, 'read', '/a')), '/a')).toBe(false);
  expect(() => openTo(failing(broken), '/a')).toThrow('EIO');
});
