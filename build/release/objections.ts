import type { Manifest } from './pack.ts';

export interface State {
  manifests: readonly Manifest[];
  changelog: string;
  /** Files of changes in `.changeset` that no version names yet. */
  pending: readonly string[];
  /** Whether the working tree differs from its commit. */
  isDirty: boolean;
  environment: Readonly<Record<string, string | undefined>>;
}

/** Why packages in this state must not be published. */
export const objections = ({ manifests, changelog, pending, isDirty, environment }: State): string[] => {
  const versions = [...new Set(manifests.map(({ version }) => version))];
  const [version = ''] = versions;
  const names: ReadonlySet<string> = new Set(manifests.map(({ name }) => name));
  const dependingOnOthers = manifests.flatMap(({ name, dependencies = {} }) =>
    Object.entries(dependencies)
      .filter(([other, range]) => names.has(other) && range !== version)
      .map(([other, range]) => `${name} asks for ${other} ${range} and not for ${version}: run "npm run version".`),
  );
  const withoutRepository = manifests.filter(({ repository }) => !repository).map(({ name }) => name);
  return [
    ...(versions.length > 1
      ? [`Packages have different versions: ${versions.join(', ')}. Run "npm run version".`]
      : []),
    ...dependingOnOthers,
    ...(changelog.includes(`\n## ${version}\n`) ? [] : [`CHANGELOG.md has no section ${version}.`]),
    ...(pending.length > 0 ? [`Changes wait for a version (${pending.join(', ')}): run "npm run version".`] : []),
    ...(isDirty ? ['The working tree has changes that are not committed.'] : []),
    ...(withoutRepository.length > 0
      ? [
          `npm signs provenance only for packages that name their repository; add "repository" to ${withoutRepository.join(', ')}.`,
        ]
      : []),
    ...(environment.ACTIONS_ID_TOKEN_REQUEST_URL
      ? []
      : ['npm signs provenance only in a CI job that may ask for an identity (permission id-token: write).']),
  ];
};
