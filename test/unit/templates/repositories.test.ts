import { describe, expect, test } from 'vitest';
import { ToolError, UserError } from '../../../src/host/errors.ts';
import { Repositories, type RepositorySource } from '../../../src/templates/repositories.ts';
import type { TemplateQuery, TemplateRepository } from '../../../src/templates/repository-types.ts';

/** A repository of templates with versions, newest first; `opened` notes that it was asked. */
function source(
  name: string,
  templates: Readonly<Record<string, readonly string[]>>,
  opened: string[] = [],
): RepositorySource {
  const versions = (template: string) => templates[template] ?? [];
  const repository: TemplateRepository = {
    name,
    location: `/${name}.json`,
    templates: Object.keys(templates),
    offers: (template) => versions(template).length > 0,
    list: () => Object.entries(templates).map(([template, known]) => ({ template, aliases: [], versions: known })),
    versions: async (template) => versions(template),
    resolve: async ({ template, version }: TemplateQuery) => {
      const found = version ?? versions(template)[0] ?? '';
      if (!versions(template).includes(found)) throw new UserError('TEMPLATE_VERSION_UNKNOWN', `${name}: no ${found}`);
      return { repository: name, template, version: found, origin: { kind: 'file', path: '/x' }, metadata: {} };
    },
  };
  return {
    location: repository.location,
    open: async () => {
      opened.push(name);
      return repository;
    },
  };
}

const away = (location: string): RepositorySource => ({
  location,
  open: async () => {
    throw new ToolError('REPOSITORY_UNREACHABLE', `the template repository ${location} cannot be read`);
  },
});

describe('several repositories', () => {
  test('the first that has a name wins, and later ones are not even opened', async () => {
    const opened: string[] = [];
    const first = source('first', { a: ['v2', 'v1'] }, opened);
    const repositories = new Repositories([first, source('second', { a: ['v9'], b: ['v1'] }, opened)]);
    expect(await repositories.find({ template: 'a' })).toMatchObject({ repository: 'first', version: 'v2' });
    expect(opened).toEqual(['first']);
    expect(await repositories.find({ template: 'b' })).toMatchObject({ repository: 'second' });
    expect(opened).toEqual(['first', 'second']);
    expect((await repositories.opened()).map(({ name }) => name)).toEqual(['first', 'second']);
  });

  test('one that lacks the version is passed over; if none has it, the first says which there are', async () => {
    const repositories = new Repositories([source('first', { a: ['v2', 'v1'] }), source('second', { a: ['v9'] })]);
    expect(await repositories.find({ template: 'a', version: 'v9' })).toMatchObject({ repository: 'second' });
    expect(await repositories.search({ template: 'a', version: 'v7' })).toMatchObject({
      kind: 'unknown-version',
      versions: ['v2', 'v1'],
    });
    await expect(repositories.find({ template: 'a', version: 'v7' })).rejects.toMatchObject({
      code: 'TEMPLATE_VERSION_UNKNOWN',
      message: 'first: no v7',
    });
  });

  test('one can be chosen by its name', async () => {
    const repositories = new Repositories([source('first', { a: ['v2'] }), source('second', { a: ['v9'] })]);
    expect(await repositories.find({ template: 'second/a' })).toMatchObject({ repository: 'second', template: 'a' });
    await expect(repositories.find({ template: 'second/b' })).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
    await expect(repositories.find({ template: 'third/a' })).rejects.toMatchObject({ code: 'TEMPLATE_UNKNOWN' });
  });

  test.each([
    ['fc26-base', '`fedora44`'],
    ['debain12', 'Did you mean "debian12"?'],
    ['windows', 'lago templates add'],
  ])('says what to do about the name %s', async (template, hint) => {
    const repositories = new Repositories([source('first', { debian12: ['1'] })]);
    const missing = repositories.find({ template });
    await expect(missing).rejects.toMatchObject({ exitCode: 2, hint: expect.stringContaining(hint) });
  });

  test('one whose name is known is not opened for the sake of another', async () => {
    const opened: string[] = [];
    const known = { ...source('first', { a: ['v1'] }, opened), name: 'first' };
    const repositories = new Repositories([known, source('second', { a: ['v9'] }, opened)]);
    await repositories.find({ template: 'second/a' });
    expect(opened).toEqual(['second']);
  });

  test('an unknown template lists the names of all, once each', async () => {
    const repositories = new Repositories([source('first', { a: ['v1'] }), source('second', { a: ['v1'], b: ['v1'] })]);
    expect(await repositories.search({ template: 'c' })).toEqual({ kind: 'unknown-template', names: ['a', 'b'] });
    await expect(repositories.find({ template: 'el7-base' })).rejects.toMatchObject({
      hint: expect.stringContaining('`alma8`'),
    });
    await expect(repositories.find({ template: 'c' })).rejects.toThrow(
      'there is no template "c" in the repositories /first.json, /second.json; there are a, b',
    );
  });
});

describe('a repository that is away', () => {
  test('harms nobody who has all from those before it', async () => {
    const repositories = new Repositories([source('first', { a: ['v1'] }), away('/gone.json')]);
    expect(await repositories.find({ template: 'a' })).toMatchObject({ repository: 'first' });
  });

  test('is never passed over for one after it, which may have another thing of the name', async () => {
    const repositories = new Repositories([away('/gone.json'), source('second', { a: ['v1'] })]);
    await expect(repositories.find({ template: 'a' })).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
  });

  test('does not keep another from being chosen by name, but its error counts when nobody has the name', async () => {
    const repositories = new Repositories([away('/gone.json'), source('second', { a: ['v1'] })]);
    expect(await repositories.find({ template: 'second/a' })).toMatchObject({ repository: 'second' });
    await expect(repositories.find({ template: 'third/a' })).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
  });

  test('is in the list with the reason', async () => {
    const repositories = new Repositories([source('first', { a: ['v2', 'v1'] }), away('/gone.json')]);
    expect(await repositories.list()).toEqual([
      { name: 'first', location: '/first.json', templates: [{ template: 'a', aliases: [], versions: ['v2', 'v1'] }] },
      { location: '/gone.json', templates: [], problem: expect.objectContaining({ code: 'REPOSITORY_UNREACHABLE' }) },
    ]);
  });
});
