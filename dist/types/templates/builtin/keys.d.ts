import type { SigningKey } from './layout.ts';
/** Keys of Canonical's cloud images, in the package ubuntu-keyring (or ubuntu-cloudimage-keyring). */
export declare const UBUNTU_KEYS: readonly SigningKey[];
declare const FEDORA: {
    readonly 42: 'B0F4950458F69E1150C6C5EDC8AC4916105EF944';
    readonly 43: 'C6E7F081CF80E13146676E88829B606631645531';
    readonly 44: '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6';
    readonly 45: '4F50A6114CD5C6976A7F1179655A4B02F577861E';
};
/** Releases of Fedora whose keys we know. */
export type FedoraRelease = keyof typeof FEDORA;
/** Each release of Fedora has a key of its own. */
export declare function fedoraKeys(release: FedoraRelease): readonly SigningKey[];
declare const ALMA: {
    readonly 8: readonly ['BC5EDDCADF502C077F1582882AE81E8ACED7258B', '5E9B8F5617B5066CE92057C3488FCF7C3ABB34F8'];
    readonly 9: readonly ['BF18AC2876178908D6E71267D36CB86CB86B3716'];
    readonly 10: readonly ['EE6DB7B98F5BF5EDD9DA0DE5DEE5C11CC2A1E572'];
};
/** Keys of AlmaLinux. */
export declare function almaKeys(release: keyof typeof ALMA): readonly SigningKey[];
declare const ROCKY: {
    readonly 8: '7051C470A929F454CEBE37B715AF5DAC6D745A60';
    readonly 9: '21CB256AE16FC54C6E652949702D426D350D275D';
    readonly 10: 'FC226859C0860BF0DDB95B085B106C736FEDFC85';
};
/** Keys of Rocky Linux. */
export declare function rockyKeys(release: keyof typeof ROCKY): readonly SigningKey[];
/** Key of openSUSE's project. */
export declare const OPENSUSE_KEYS: readonly SigningKey[];
export {};
