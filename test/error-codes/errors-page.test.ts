import { expect, it } from 'vitest';
import { inRoot } from '../../build/root.ts';
import { errorsPage } from './page.ts';

// The types of the tables ask for a row for each code; this asks for the page that they make.
it('docs/errors.md lists every error code as the code has it', async () => {
  await expect(errorsPage).toMatchFileSnapshot(inRoot('docs/errors.md'));
});
