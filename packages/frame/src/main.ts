import { guards } from './start/guards.ts';
import { start } from './start/start.ts';

// The only script element of the document. The server wrote its attributes.
const { dataset } = document.querySelector('script[src]') as HTMLScriptElement;

start(
  {
    window,
    build: import.meta.url,
    pageOrigins: JSON.parse(dataset.pageOrigins ?? '[]'),
    fontOrigins: JSON.parse(dataset.fontOrigins ?? '[]'),
    takesExpressions: 'expressions' in dataset,
    clock: () => new Date(),
  },
  guards,
);
