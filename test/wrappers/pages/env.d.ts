declare module '*.vue' {
  import type { Component } from 'vue';

  const component: Component;
  // biome-ignore lint/style/noDefaultExport: what a Vue file exports.
  export default component;
}

declare module '*.svelte' {
  import type { Component } from 'svelte';

  const component: Component;
  // biome-ignore lint/style/noDefaultExport: what a Svelte file exports.
  export default component;
}
