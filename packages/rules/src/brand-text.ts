import { brandRows } from './brand-rows.ts';
import { writeBrands } from './brands-as-text.ts';

// A bundle carries the text and not the way to it: the build replaces this module by its value as a literal.
export const brandText: string = writeBrands(brandRows);
