/** What `changeset status --output` writes. */
export interface Plan {
  changesets: { summary: string; releases: { name: string; type: 'major' | 'minor' | 'patch' | 'none' }[] }[];
  releases: { name: string; oldVersion: string; newVersion: string }[];
}

const kinds = { major: 'Breaking changes', minor: 'New', patch: 'Fixed' } as const;

/** How big a change is for the package that it changes most. */
const kindOf = ({ releases }: Plan['changesets'][number]) =>
  (['major', 'minor', 'patch'] as const).find((kind) => releases.some(({ type }) => type === kind));

/** The one version that all packages get. */
export const nextVersion = ({ releases }: Plan): string => {
  const versions = [...new Set(releases.map(({ newVersion }) => newVersion))];
  const [version] = versions;
  if (version === undefined) throw new Error('There is nothing to release: .changeset/ holds no changes.');
  if (versions.length > 1) {
    throw new Error(
      `Packages would get different versions, ${versions.join(' and ')}: see "fixed" in .changeset/config.json.`,
    );
  }
  return version;
};

/** The changes of a plan as a section of CHANGELOG.md, the biggest first, each with the packages that it names. */
export const section = (plan: Plan): string => {
  const parts = Object.entries(kinds).flatMap(([kind, title]) => {
    const lines = plan.changesets
      .filter((change) => kindOf(change) === kind)
      .map(({ summary, releases }) => {
        const names = releases.map(({ name }) => `\`${name}\``).join(', ');
        return `- ${summary.trim().replaceAll('\n', '\n  ')} (${names})`;
      });
    return lines.length > 0 ? [`### ${title}`, '', ...lines, ''] : [];
  });
  return [`## ${nextVersion(plan)}`, '', ...parts].join('\n');
};

/** A changelog with a new section above the others. */
export const withSection = (changelog: string, text: string): string => {
  const first = changelog.search(/^## /m);
  return first === -1
    ? `${changelog.trimEnd()}\n\n${text}`
    : `${changelog.slice(0, first)}${text}\n${changelog.slice(first)}`;
};
