import { forwardPorts } from './environment/forwarder.ts';

/** Entry point of the process that leads ports to machines: `forwarder <directory of owner records> <uuid>`. */
const [environmentsDir, uuid] = process.argv.slice(2);
if (environmentsDir === undefined || uuid === undefined) throw new Error('usage: forwarder DIRECTORY UUID');
process.title = `lago-forwarder ${uuid.slice(0, 8)}`;
await forwardPorts(environmentsDir, uuid);
