import type { SigningKey } from './layout.ts';

/** Where the package distribution-gpg-keys (Debian, Ubuntu, Fedora, EPEL) and the distributions themselves put keys. */
const COLLECTION = '/usr/share/distribution-gpg-keys';
const RPM = '/etc/pki/rpm-gpg';

function key(fingerprint: string, ...files: readonly string[]): SigningKey {
  return { fingerprint, files };
}

function collected(fingerprint: string, directory: string, name: string): SigningKey {
  return key(fingerprint, `${COLLECTION}/${directory}/${name}`, `${RPM}/${name}`);
}

/** Keys of Canonical's cloud images, in the package ubuntu-keyring (or ubuntu-cloudimage-keyring). */
export const UBUNTU_KEYS: readonly SigningKey[] = [
  key('D2EB44626FDDC30B513D5BB71A5D6C4C7DB87C81', '/usr/share/keyrings/ubuntu-cloudimage-keyring.gpg'),
];

const FEDORA = {
  42: 'B0F4950458F69E1150C6C5EDC8AC4916105EF944',
  43: 'C6E7F081CF80E13146676E88829B606631645531',
  44: '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6',
  45: '4F50A6114CD5C6976A7F1179655A4B02F577861E',
} as const;

/** Releases of Fedora whose keys we know. */
export type FedoraRelease = keyof typeof FEDORA;

/** Each release of Fedora has a key of its own. */
export function fedoraKeys(release: FedoraRelease): readonly SigningKey[] {
  return [collected(FEDORA[release], 'fedora', `RPM-GPG-KEY-fedora-${release}-primary`)];
}

const ALMA = {
  8: ['BC5EDDCADF502C077F1582882AE81E8ACED7258B', '5E9B8F5617B5066CE92057C3488FCF7C3ABB34F8'],
  9: ['BF18AC2876178908D6E71267D36CB86CB86B3716'],
  10: ['EE6DB7B98F5BF5EDD9DA0DE5DEE5C11CC2A1E572'],
} as const;

/** Keys of AlmaLinux. */
export function almaKeys(release: keyof typeof ALMA): readonly SigningKey[] {
  return ALMA[release].map((fingerprint) => collected(fingerprint, 'alma', `RPM-GPG-KEY-AlmaLinux-${release}`));
}

const ROCKY = {
  8: '7051C470A929F454CEBE37B715AF5DAC6D745A60',
  9: '21CB256AE16FC54C6E652949702D426D350D275D',
  10: 'FC226859C0860BF0DDB95B085B106C736FEDFC85',
} as const;

/** Keys of Rocky Linux. */
export function rockyKeys(release: keyof typeof ROCKY): readonly SigningKey[] {
  return [
    collected(ROCKY[release], 'rocky', release === 8 ? 'RPM-GPG-KEY-rockyofficial' : `RPM-GPG-KEY-Rocky-${release}`),
  ];
}

/** Key of openSUSE's project. */
export const OPENSUSE_KEYS: readonly SigningKey[] = [
  collected('AD485664E901B867051AB15F35A2F86E29B700A4', 'opensuse', 'RPM-GPG-KEY-openSUSE-2022'),
];
