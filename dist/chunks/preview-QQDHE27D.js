import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{allowedRoots,catalogueOptions,freshUuid,planAnywhere,planContext,planInitFile,prepare,readInput,takenSubnets,validateInitFile}from"./chunk-X6YDKKEG.js";import"./chunk-37ZGH2K4.js";import"./chunk-MIP7UJOX.js";import"./chunk-V6SJ4RGA.js";import"./chunk-3GPXZHDR.js";export{allowedRoots,catalogueOptions,freshUuid,planAnywhere,planContext,planInitFile,prepare,readInput,takenSubnets,validateInitFile};
