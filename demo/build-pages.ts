/* Builds the pages of the shop into `demo/dist`. `npm start` runs this program when a source is newer. */
import { createBuilder } from 'vite';
import { fromSources } from '../build/root.ts';
import { here, menu, pageConfig } from './page-build.ts';

const builder = await createBuilder({
  ...pageConfig,
  build: { modulePreload: false },
  environments: {
    demo: {
      consumer: 'client',
      resolve: fromSources.resolve,
      build: {
        outDir: here('./dist'),
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: Object.keys(menu).map((file) => here(`./pages/${file}`)),
        },
      },
    },
  },
});
if (builder.environments.demo) await builder.build(builder.environments.demo);
