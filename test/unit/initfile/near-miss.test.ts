import { describe, expect, it } from 'vitest';
import { DOMAIN } from '../../../src/initfile/keys.ts';
import { editDistance, nearMiss } from '../../../src/initfile/near-miss.ts';

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['memory', 'memory', 0],
    ['memroy', 'memory', 1],
    ['memry', 'memory', 1],
    ['memoryy', 'memory', 1],
    ['nemory', 'memory', 1],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('%s to %s is %i', (a, b, expected) => {
    expect(editDistance(a, b)).toBe(expected);
    expect(editDistance(b, a)).toBe(expected);
  });
});

describe('nearMiss', () => {
  it.each([
    ['memroy', 'memory'],
    ['Memory', 'memory'],
    ['MEMORY', 'memory'],
    ['cpumodel', 'cpu_model'],
    ['cpu-model', 'cpu_model'],
    ['ssh_user', 'ssh-user'],
    ['nic', 'nics'],
    ['vcpus', 'vcpu'],
    ['artefacts', 'artifacts'],
    ['bootstap', 'bootstrap'],
    ['servise_provder', 'service_provider'],
  ])('%s is %s', (word, meant) => {
    expect(nearMiss(word, DOMAIN.keys)).toBe(meant);
  });

  it('takes the nearest', () => {
    expect(nearMiss('domainz', ['domain', 'domains'])).toBe('domain');
    expect(nearMiss('memories', ['memory', 'memoriez'])).toBe('memoriez');
  });

  it.each(['ram', 'cpus', 'network', 'x', '', 'm'.repeat(1_000_000)])('has no idea about %.10s', (word) => {
    expect(nearMiss(word, DOMAIN.keys)).toBeUndefined();
  });

  it('leaves two-letter keys alone but for their case', () => {
    expect(nearMiss('id', ['ip'])).toBeUndefined();
    expect(nearMiss('IP', ['ip'])).toBe('ip');
  });
});
