import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate}from"./chunk-X5LWER2O.js";import"./chunk-R5TRSMSH.js";import"./chunk-HYACTJI6.js";import"./chunk-LNAIYKT6.js";import"./chunk-BNBQXKRB.js";import"./chunk-COFIGXFP.js";import"./chunk-ISQKZLQM.js";import"./chunk-5USOAF67.js";import"./chunk-C3JN5L7E.js";import"./chunk-3GPXZHDR.js";export{addTemplate};
