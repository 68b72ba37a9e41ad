import { watchEnvironment } from './index.ts';

/** Entry point of the watchdog process: `watchdog <directory of owner records> <uuid>`. */
const [environmentsDir, uuid] = process.argv.slice(2);
if (environmentsDir === undefined || uuid === undefined) throw new Error('usage: watchdog DIRECTORY UUID');
process.title = `lago-watchdog ${uuid.slice(0, 8)}`;
await watchEnvironment(environmentsDir, uuid);
