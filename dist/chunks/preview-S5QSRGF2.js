import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{allowedRoots,catalogueOptions,freshUuid,planAnywhere,planContext,planInitFile,prepare,readInput,takenSubnets,validateInitFile}from"./chunk-L4F4TQBG.js";import"./chunk-5QASFPJB.js";import"./chunk-MIP7UJOX.js";import"./chunk-V6SJ4RGA.js";import"./chunk-3GPXZHDR.js";export{allowedRoots,catalogueOptions,freshUuid,planAnywhere,planContext,planInitFile,prepare,readInput,takenSubnets,validateInitFile};
