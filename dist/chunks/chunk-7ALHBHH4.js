import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{appendFileSync}from"node:fs";var CONTROL=/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;function printable(text){return text.replaceAll(`\r
`,`
`).replace(CONTROL,character=>`\\x${character.charCodeAt(0).toString(16).padStart(2,"0")}`)}function fileSink(file){let usable=!0;return event=>{if(usable)try{appendFileSync(file,`${fileLine(event)}
`,{mode:384})}catch{usable=!1}}}function fileLine(event){let level=event.kind==="message"?event.level:"info",text=printable(describe(event)).replaceAll(`
`,`
    `);return`${event.at.toISOString()} ${level.padEnd(7)} ${event.task.map(part=>`${part}: `).join("")}${text}`}function describe(event){switch(event.kind){case"message":return event.text;case"task-start":return"started";case"task-end":return`${event.failed?"failed":"done"} after ${(event.milliseconds/1e3).toFixed(3)} s`}}function duration(milliseconds){let seconds=milliseconds/1e3;if(seconds<60)return`${seconds.toFixed(1)} s`;let whole=Math.round(seconds),pad=value=>String(value).padStart(2,"0");return`${Math.floor(whole/3600)}:${pad(Math.floor(whole/60)%60)}:${pad(whole%60)}`}export{printable,fileSink,duration};
