import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
import{InitFileError,formatKeyPath}from"./chunk-HZGQR7XE.js";import{makeScratch,removeAbandonedProbeFiles}from"./chunk-SSFJVSSQ.js";import{duration,printable}from"./chunk-WHA4QPCO.js";import{CancelledError,LagoError,messageOf}from"./chunk-VRQ746M2.js";import{createHash}from"node:crypto";var LONGEST_NAME=200;function runnerWorker(ppid=process.ppid){return ppid===0?1:ppid}function jobLabel(env){let{GITHUB_JOB="unknown",GITHUB_REPOSITORY="unknown",GITHUB_RUN_ID="unknown"}=env;return`GitHub job ${GITHUB_JOB} of ${GITHUB_REPOSITORY}, run ${GITHUB_RUN_ID}`}function artifactName(env,matrix){let{GITHUB_ACTION="",GITHUB_JOB="job",GITHUB_RUN_ATTEMPT="1"}=env,digest=createHash("sha256").update(`${GITHUB_ACTION}\0${matrix}`).digest("hex").slice(0,8);return cleanName(`lago-${GITHUB_JOB}-${GITHUB_RUN_ATTEMPT}-${digest}`)}function cleanName(name){let clean=name.replace(/["\\:<>|*?/\p{Cc}]+/gu,"-").slice(0,LONGEST_NAME).trim();return/^[-.]*$/.test(clean)?"lago":clean}import{relative,sep}from"node:path";function explain(error){return error instanceof LagoError?error.hint===void 0?error.message:`${error.message}. ${error.hint}`:`unexpected error: ${messageOf(error)}`}function reportFailure(error,annotations,log,workspace){if(error instanceof Error&&error.stack!==void 0&&log.debug(error.stack),error instanceof CancelledError)log.info("Cancelled: the environment is destroyed at the end of the job."),process.exitCode=1;else if(error instanceof InitFileError){for(let problem of error.problems)annotateProblem(problem,annotations,workspace);let mistakes=error.problems.filter(({severity})=>severity==="error").length;annotations.failure(`the init file has ${mistakes} ${mistakes===1?"mistake":"mistakes"}; see the log of this step`)}else annotations.failure(explain(error))}function annotateProblem(problem,annotations,workspace){let{position,message,hint,path}=problem,text=`${path.length===0?"":`${formatKeyPath(path)}: `}${message}${hint===void 0?"":` (${hint})`}`,file=relative(workspace,position.file),inside=!file.startsWith(`..${sep}`)&&!file.startsWith(sep),place={file,line:position.line,column:position.column};problem.severity==="warning"?annotations.warning(`${file}:${position.line}: ${text}`):annotations.error(inside?text:`${position.file}:${position.line}:${position.column}: ${text}`,inside?place:void 0)}function escaped(text){return printable(text).replaceAll("&","&amp;").replaceAll("<","&lt;").replaceAll(">","&gt;").replace(/\s*\n\s*/g," ").replace(/[\\`*_{}[\]()#+!|~@:]/g,character=>`&#${character.charCodeAt(0)};`)}function codeBlock(text){let clean=printable(text),longest=Math.max(0,...Array.from(clean.matchAll(/`+/g),([run])=>run.length)),fence="`".repeat(Math.max(3,longest+1));return`${fence}text
${clean}
${fence}
`}function withinBudget(sections,budget){let document="",left=budget;for(let section of sections){let text=fitted(section,left);document+=text,left-=Buffer.byteLength(text)}return document}function fitted({head,rows,more,tail=""},budget){let longest=more?.(rows.length)??"",whole=`${head}${rows.join("")}${tail}`;if(Buffer.byteLength(whole)<=budget)return whole;let room=budget-Buffer.byteLength(`${head}${longest}${tail}`),kept=[];for(let row2 of rows){if(room-=Buffer.byteLength(row2),room<0)break;kept.push(row2)}return kept.length===0?"":`${head}${kept.join("")}${more?.(rows.length-kept.length)??""}${tail}`}function isCacheHit(uses){return uses.length>0&&uses.every(({from})=>from!=="source")}function cacheSections({uses,cachedBytes,budget}){if(uses.length===0)return[];let total=`Entries of this job in the cache: ${megabytes(cachedBytes)} of ${megabytes(budget)} (input \`cache-budget\`).`;return[{head:`<details><summary>Templates and layers: ${counted(uses)}</summary>

| what | from | size | time | cache |
| --- | --- | --- | --- | --- |
`,rows:uses.map(row),more:left=>`| and ${left} more | | | | |
`,tail:`
${total}

</details>

`}]}var FROM={store:"store of this host",cache:"cache",source:""};function counted(uses){let count=from=>uses.filter(use=>use.from===from).length;return`${count("store")} from the store, ${count("cache")} from the cache, ${count("source")} fetched or built`}function row({kind,name,from,bytes,seconds,saving}){let source=FROM[from]||(kind==="template"?"repository":"built");return`| ${[`${kind} ${escaped(name)}`,source,bytes===void 0?"":megabytes(bytes),seconds===void 0?"":duration(seconds*1e3),saving===void 0?"":saving.saved?"saved":escaped(`not saved: ${saving.reason}`)].join(" | ")} |
`}function megabytes(bytes){return bytes>=1e9?`${(bytes/1e9).toFixed(1)} GB`:`${(bytes/1e6).toFixed(1)} MB`}function topologyDiagram({domains,nets}){let netIds=new Map([...nets.keys()].map((name,index)=>[name,`n${index}`])),netLines=[...nets.values()].map(net=>{let lines=[net.name,net.subnet,net.management?"management":void 0];return`  ${netIds.get(net.name)}(["${label(lines)}"])`}),edges=[],vmLines=[...domains.values()].map((domain,index)=>{for(let{net,ip}of domain.nics){let link=ip===void 0?"---":`-- "${label([ip])}" ---`;edges.push(`  v${index} ${link} ${netIds.get(net)}`)}return`  v${index}["${label([domain.name,domain.distro])}"]`}),diagram=["flowchart LR",...netLines,...vmLines,...edges].join(`
`);return edges.length>400||Buffer.byteLength(diagram)>45e3?void 0:diagram}function label(lines){return lines.filter(line=>line!==void 0).map(line=>line.replace(/[^\p{L}\p{N} ./_-]/gu,character=>`#${character.codePointAt(0)};`)).join("<br/>")}var SUMMARY_BUDGET=1e3*1e3;function mainSummary(report){let sections=[heading(report),...failure(report),...machines(report.vms),...topology(report.plan),...report.cache?cacheSections(report.cache):[],...timeline(report.timings)];return withinBudget(sections,SUMMARY_BUDGET)}function heading({plan,failure:failure2}){let facts=plan?`${plural(plan.domains.size,"machine")} on ${plural(plan.nets.size,"network")}, ${plan.host.acceleration==="kvm"?"with KVM":"emulated"}.`:"";return{head:`## ${failure2===void 0?"Lago environment":"Lago environment: failed"}

${facts}${facts===""?"":`

`}`,rows:[]}}function failure({failure:failure2,artifact}){if(failure2===void 0)return[];let place=artifact===void 0?"":`Serial logs, screenshots and the logs of Lago will be in the artifact **${escaped(artifact)}**.

`;return[{head:`${codeBlock(failure2.slice(0,8e3))}
${place}`,rows:[]}]}function machines(vms){return vms.length===0?[]:[{head:`| machine | name | addresses | groups | distribution |
| --- | --- | --- | --- | --- |
`,rows:vms.map(machineRow),more:left=>`
and ${left} more machines
`,tail:`
`}]}function machineRow(vm){let addresses=vm.nics.map(({net,ip})=>`${escaped(net)}: ${escaped(ip??"unknown")}`).join("<br>");return`| ${[escaped(vm.name),escaped(vm.fqdn),addresses,escaped(vm.groups.join(", ")),escaped(vm.distro??"")].join(" | ")} |
`}function topology(plan){let diagram=plan&&topologyDiagram(plan);return diagram===void 0?[]:[{head:"",rows:[`\`\`\`mermaid
${diagram}
\`\`\`

`]}]}function timeline(timings){return timings.length===0?[]:[{head:`<details><summary>Timings</summary>

| phase | time |
| --- | --- |
`,rows:timings.map(({title,depth,milliseconds,failed})=>`| ${"&nbsp;".repeat(depth*4)}${escaped(title)}${failed?" (failed)":""} | ${duration(milliseconds)} |
`),more:left=>`| and ${left} more | |
`,tail:`
</details>
`}]}function plural(count,what){return`${count} ${what}${count===1?"":"s"}`}function evidenceSummary(place,evidence){let head=`## Lago artifacts

${place}

`,table=`| machine | collected | missing | evidence |
| --- | --- | --- | --- |
`,rows=evidence.map(({vm,collected,missing,error,files})=>{let lacking=error===void 0?missing.join(", "):error;return`| ${[vm,collected.join(", "),lacking,files.join(", ")].map(escaped).join(" | ")} |
`}),sections=[{head,rows:[]}];return rows.length>0&&sections.push({head:table,rows,more:left=>`
and ${left} more machines
`}),withinBudget(sections,SUMMARY_BUDGET)}import{rm}from"node:fs/promises";import{tmpdir}from"node:os";import process2 from"node:process";async function withScratch(body){let scratch=await makeScratch("cache",temporaryDirectory());try{return await body(scratch)}finally{await rm(scratch,{recursive:!0,force:!0})}}async function removeAbandonedArchives(){await removeAbandonedProbeFiles(temporaryDirectory())}function temporaryDirectory(){return process2.env.RUNNER_TEMP||tmpdir()}export{isCacheHit,megabytes,runnerWorker,jobLabel,artifactName,cleanName,withScratch,removeAbandonedArchives,explain,reportFailure,mainSummary,evidenceSummary};
