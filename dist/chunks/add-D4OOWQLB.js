import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate}from"./chunk-UB4OJIS7.js";import"./chunk-R5TRSMSH.js";import"./chunk-FLFUYOCH.js";import"./chunk-LNAIYKT6.js";import"./chunk-5CBYXQ5Z.js";import"./chunk-FZX3NFBO.js";import"./chunk-ISQKZLQM.js";import"./chunk-5USOAF67.js";import"./chunk-C3JN5L7E.js";import"./chunk-3GPXZHDR.js";export{addTemplate};
