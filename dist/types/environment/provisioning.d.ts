import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, Provisioning } from '../providers/plan.ts';
/**
 * How a guest is made reachable: what the metadata of its first disk says, `guestfs` where it says nothing. A first disk
 * without a system of ours (empty, CD-ROM) is not prepared, but a later template may still say a way that alters no disk.
 */
export declare function chooseProvisioning(domain: DomainSpec, disks: readonly DiskPlan[], skipBootstrap: boolean, report: ReportProblem): Provisioning;
/** SMBIOS type 11 strings that hand the key to systemd 252 and later in the guest. */
export declare function credentialStrings(publicKey: string, sshUser: string): readonly string[];
