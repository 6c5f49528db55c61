import { guards } from './guards.ts';
import { start } from './start.ts';

// The one script file of the document, whose attributes only the server wrote.
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
