import { guards } from './start/guards.ts';
import { start } from './start/start.ts';

// The inline script of the document. The server wrote its attributes.
const { dataset } = document.currentScript as HTMLScriptElement;

start(
  {
    window,
    build: dataset.build ?? '',
    pageOrigins: JSON.parse(dataset.pageOrigins ?? '[]'),
    fontOrigins: JSON.parse(dataset.fontOrigins ?? '[]'),
    takesExpressions: 'expressions' in dataset,
    clock: () => new Date(),
  },
  guards,
);
