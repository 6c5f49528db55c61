/**
 * Texts name commands as `tessera-vault …`, which is what the package from npm puts on the PATH. In a checkout, the program is a script
 * of npm, which sets this variable; there texts name it as the reader has just run it.
 */
export const withProgramName = (text: string, environment: Readonly<Record<string, string | undefined>>): string =>
  environment.npm_lifecycle_event === 'vault'
    ? text.replaceAll(/\btessera-vault (?=[a-z]|-|COMMAND)/g, 'npm run -s vault -- ')
    : text;
