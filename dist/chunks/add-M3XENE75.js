import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate}from"./chunk-V6UHN4UB.js";import"./chunk-R5TRSMSH.js";import"./chunk-WZIXWKGP.js";import"./chunk-7K7SIVFR.js";import"./chunk-YACQF6KY.js";import"./chunk-QLWX27AX.js";import"./chunk-ISQKZLQM.js";import"./chunk-B24JCACX.js";import"./chunk-G74GRJTS.js";import"./chunk-3GPXZHDR.js";export{addTemplate};
