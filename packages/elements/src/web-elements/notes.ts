/** Writes a sentence about something that has no effect, the first time that it comes up. */
export type Note = (name: string, sentence: string) => void;

/** Notes for the console of a page. They contain names, and never what an option was set to. */
export const createNotes = ({ warn }: Pick<Console, 'warn'>): Note => {
  const written = new Set<string>();
  return (name, sentence) => {
    if (written.has(name)) return;
    written.add(name);
    warn(`Tessera: \`${name}\` has no effect. ${sentence}`);
  };
};
