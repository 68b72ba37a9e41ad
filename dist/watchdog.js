import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{watchEnvironment}from"./chunks/chunk-4TWDAGAY.js";import"./chunks/chunk-MIP7UJOX.js";import"./chunks/chunk-3GPXZHDR.js";var[environmentsDir,uuid]=process.argv.slice(2);if(environmentsDir===void 0||uuid===void 0)throw new Error("usage: watchdog DIRECTORY UUID");process.title=`lago-watchdog ${uuid.slice(0,8)}`;await watchEnvironment(environmentsDir,uuid);
