import type { Application } from '@tessera/client';

export type ApplicationType = Application['type'];

/** A common job of an application, and which permissions it needs. The command line of the vault has the same jobs by the same names. */
export interface Preset {
  type: ApplicationType;
  needs: RegExp;
}

const onTokens = (operations: string): RegExp => new RegExp(`^token:\\w+:(${operations})$`);

export const presets = {
  page: { type: 'elements', needs: onTokens('create') },
  server: { type: 'server_to_server', needs: onTokens('create|read:high|update|delete') },
  read: { type: 'server_to_server', needs: onTokens('read:high') },
  proxy: { type: 'server_to_server', needs: onTokens('use:proxy') },
  reactor: { type: 'server_to_server', needs: onTokens('use:reactor') },
  reports: { type: 'management', needs: /^(log|report):read$/ },
  operator: { type: 'management', needs: /./ },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

export const presetNames = Object.keys(presets) as PresetName[];

/** Of the permissions that the type may hold, those that the job needs. */
export const permissionsFor = (preset: Preset, offered: readonly string[]): string[] =>
  offered.filter((name) => preset.needs.test(name));
