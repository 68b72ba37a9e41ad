import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{ToolError}from"./chunk-VRQ746M2.js";async function ensureTemplate(version,store,{renew},options){try{return await store.ensure(version,options)}catch(error){if(!(error instanceof ToolError)||error.code!=="TEMPLATE_HASH_MISMATCH")throw error;let renewed=await renew(version);if(renewed===void 0)throw error;return options.log?.info(`${error.message}; its checksum has changed meanwhile: fetching it again`),store.ensure(renewed,options)}}export{ensureTemplate};
