import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{addTemplate}from"./chunk-PCF5L4TH.js";import"./chunk-R5TRSMSH.js";import"./chunk-WZNBWYDV.js";import"./chunk-YIMK7LD6.js";import"./chunk-UDYFCYDB.js";import"./chunk-CURDLTTW.js";import"./chunk-ISQKZLQM.js";import"./chunk-B24JCACX.js";import"./chunk-G74GRJTS.js";import"./chunk-3GPXZHDR.js";export{addTemplate};
