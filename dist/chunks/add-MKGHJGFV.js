import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate}from"./chunk-2ZYB2L6S.js";import"./chunk-R5TRSMSH.js";import"./chunk-OA5PI7MX.js";import"./chunk-QHDKUSM4.js";import"./chunk-N26KKKA4.js";import"./chunk-B64KXKPO.js";import"./chunk-ISQKZLQM.js";import"./chunk-77D5WG6V.js";import"./chunk-G74GRJTS.js";import"./chunk-3GPXZHDR.js";export{addTemplate};
