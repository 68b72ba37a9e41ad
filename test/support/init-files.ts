import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { initFileSchema } from '../../src/initfile/json-schema.ts';
import { PROJECT } from './markdown.ts';

/** An init file of the project. */
export interface InitFileText {
  /** Path in the project. */
  readonly name: string;
  readonly text: string;
}

/** All init files below fixtures/. */
export function initFiles(): readonly InitFileText[] {
  const entries = readdirSync(join(PROJECT, 'fixtures'), { recursive: true, encoding: 'utf8' });
  const names = entries.filter((name) => /(?:^|\/)(?:LagoInitFile$|init-files\/)/.test(name));
  return names.sort().map((name) => ({
    name: `fixtures/${name}`,
    text: readFileSync(join(PROJECT, 'fixtures', name), 'utf8'),
  }));
}

const validate = new Ajv({ allErrors: true, validateFormats: false, strictTypes: false }).compile(initFileSchema());

/** What the JSON Schema has against a value, one line each. */
export function schemaErrors(value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath}: ${message} ${JSON.stringify(params)}`;
  });
}

/** What the JSON Schema has against an init file, once an editor has resolved its anchors and merge keys. */
export function schemaErrorsOf(text: string): string[] {
  return schemaErrors(parse(text, { version: '1.1', merge: true }));
}
