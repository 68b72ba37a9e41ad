// Given to Node by --import: programs then find the package `lago-action` in its sources.
import { registerHooks } from 'node:module';

const SOURCES: Readonly<Record<string, string>> = {
  'lago-action': new URL('../../src/index.ts', import.meta.url).href,
};

registerHooks({
  resolve: (specifier, context, next) => next(SOURCES[specifier] ?? specifier, context),
});
