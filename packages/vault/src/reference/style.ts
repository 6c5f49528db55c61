import { Markup } from './markup.ts';

/** A constant, because the page's policy contains its digest. */
export const style = new Markup(`
:root { color-scheme: light dark; --line: light-dark(#d9dbe3, #34363f); --soft: light-dark(#f5f6f9, #1b1c21); --ink: light-dark(#1c1d22, #e8e9ee); --quiet: light-dark(#5a5d69, #a3a6b3); --mark: light-dark(#4338ca, #a5b4fc); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: light-dark(#fff, #131418); display: grid; grid-template-columns: 17rem minmax(0, 1fr); }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: 1rem; background: var(--soft); padding: .5rem 1rem; z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1.5rem 1rem; border-right: 1px solid var(--line); background: var(--soft); font-size: .9rem; }
nav ul { list-style: none; padding-left: .9rem; margin: .3rem 0 .8rem; } nav li { margin: .2rem 0; } summary { cursor: pointer; font-weight: 600; padding: .15rem 0; }
main { padding: 2rem clamp(1rem, 4vw, 4rem) 6rem; max-width: 64rem; }
h1 { font-size: 2rem; margin: 0 0 1rem; } h2 { margin: 3.5rem 0 1rem; font-size: 1.5rem; } h3 { margin: 0 0 .5rem; font-size: 1.1rem; } h3 a { color: inherit; text-decoration: none; } h3 a:hover { text-decoration: underline; }
section details { margin: .6rem 0; } section { border-top: 1px solid var(--line); padding: 1.5rem 0; scroll-margin-top: 1rem; }
a { color: var(--mark); } small, em { color: var(--quiet); font-size: .85rem; } em { font-style: normal; }
code { font: .9em ui-monospace, monospace; } .call { background: var(--soft); border-radius: .4rem; padding: .55rem .8rem; overflow-wrap: anywhere; margin: .5rem 0; }
.call b { font: 700 .8rem ui-monospace, monospace; color: var(--mark); margin-right: .5rem; } .call .delete { color: light-dark(#b3261e, #f2a19b); }
.mark { font-size: .75rem; font-weight: 600; border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .6rem; color: var(--quiet); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .6rem 0; } caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .8rem .35rem 0; border-top: 1px solid var(--line); } th { font-weight: 400; white-space: nowrap; } td:nth-child(2) { min-width: 9rem; }
pre { font: .85rem/1.5 ui-monospace, monospace; background: var(--soft); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem; margin: .5rem 0; overflow: auto; max-height: 24rem; tab-size: 2; white-space: pre-wrap; overflow-wrap: anywhere; }
label { display: block; font-size: .85rem; font-weight: 600; margin: .6rem 0; } input, textarea { display: block; width: 100%; max-width: 40rem; margin-top: .2rem; padding: .45rem .6rem; font: .9rem ui-monospace, monospace; color: inherit; background: light-dark(#fff, #131418); border: 1px solid light-dark(#85899a, #757988); border-radius: .35rem; }
button { font: 600 .9rem system-ui, sans-serif; padding: .5rem 1rem; border: 0; border-radius: .35rem; color: light-dark(#fff, #131418); background: var(--mark); cursor: pointer; }
.answer { margin-top: .6rem; } .found { font-size: .85rem; color: var(--quiet); margin: .2rem 0 .8rem; min-height: 1.3rem; } [hidden] { display: none; }
dt { margin-top: .7rem; } dd { margin: .1rem 0 0; color: var(--quiet); }
:target { background: light-dark(#eef0ff, #1f2136); }
a:focus-visible, summary:focus-visible, .wide:focus-visible, pre:focus-visible, input:focus-visible, textarea:focus-visible, button:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
@media (max-width: 52rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } }
`);
