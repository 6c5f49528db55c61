import { expect, it } from 'vitest';
import { permissions } from '../../../vault/src/access/permissions.ts';
import { presets as ofCommandLine } from '../../../vault/src/access/presets.ts';
import { type PresetName, permissionsFor, presetNames, presets } from './presets.ts';

/** What `GET /permissions?application_type=…` lists. */
const offered = (type: string) =>
  permissions
    .filter(({ application_types }) => application_types.some((each) => each === type))
    .map(({ type }) => type);

it('has the jobs of the command line, by the same names', () => {
  expect(presetNames).toEqual(Object.keys(ofCommandLine));
});

it.each(presetNames)(
  'gives the job "%s" the type and the permissions that the command line gives it',
  (name: PresetName) => {
    const { type, permissions } = ofCommandLine[name];
    expect(presets[name].type).toBe(type);
    expect(permissionsFor(presets[name], offered(type))).toEqual([...permissions]);
  },
);
