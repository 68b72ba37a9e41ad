import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate,checkedVersion}from"./chunk-GCHEICVC.js";import"./chunk-R5TRSMSH.js";import"./chunk-C7WBYKAQ.js";import"./chunk-SSFJVSSQ.js";import"./chunk-DTLULDDW.js";import"./chunk-WHA4QPCO.js";import"./chunk-ISQKZLQM.js";import"./chunk-WKR2NXSR.js";import"./chunk-VRQ746M2.js";import"./chunk-3GPXZHDR.js";export{addTemplate,checkedVersion};
