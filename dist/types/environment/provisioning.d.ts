import type { DomainSpec, ReportProblem } from '../initfile/types.ts';
import type { DiskPlan, Provisioning } from '../providers/plan.ts';
/**
 * How a guest is made reachable: what the metadata of its first disk says, `guestfs` where it says nothing. A first disk
 * without a system of ours (empty, CD-ROM) is not prepared, but a later template may still say a way that alters no disk.
 */
export declare function chooseProvisioning(domain: DomainSpec, disks: readonly DiskPlan[], skipBootstrap: boolean, report: ReportProblem): Provisioning;
/**
 * SMBIOS type 11 strings that hand the key to systemd 252 and later in the guest.
 *
 * @param disks of the domain. One whose first is no template but an image that may have run already, in an exported
 * environment say, may have a key of that: it is replaced, at each boot, since systemd writes no file that is there.
 */
export declare function credentialStrings(publicKey: string, sshUser: string, [first]: readonly DiskPlan[]): readonly string[];
