import type { Plugin } from 'vite';
import type { ScriptName } from './scripts.ts';

interface Replacement {
  name: string;
  /** Scripts that contain a module to replace. Their build fails when none was found, for instance after a file was renamed. */
  neededBy: readonly ScriptName[];
  /** Whether other scripts keep the module as it is. */
  onlyThere?: boolean;
  /** The text to take instead of a module's own, or null to keep that. */
  replace: (code: string, id: string) => string | null;
}

/** A plugin that gives modules another text while building. */
export const replacement = ({ name, neededBy, onlyThere = false, replace }: Replacement): Plugin => {
  const needing: ReadonlySet<string> = new Set(neededBy);
  const applied = new Set<string>();
  return {
    name,
    apply: 'build',
    applyToEnvironment: (environment) => !onlyThere || needing.has(environment.name),
    transform(code, id) {
      const text = replace(code, id);
      if (text !== null) applied.add(this.environment.name);
      return text;
    },
    buildEnd(error) {
      const { name: script } = this.environment;
      if (error || !needing.has(script) || applied.has(script)) return;
      this.error(`The plugin ${name} in build/ found nothing to replace in ${script}. Was a file renamed?`);
    },
  };
};
