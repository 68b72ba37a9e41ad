import { beforeAll } from 'vitest';
import { attachedHost } from './attached-host.ts';

// A host that hung in one file must not fail all that follow.
beforeAll(async () => await attachedHost().revive());
