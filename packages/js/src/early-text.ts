import { startFrame } from '@tessera/elements/early';

// The build replaces this module by its value as a literal, so that every server prints the same text, whose digest a policy can name.
export const earlyText: string = String(startFrame);
