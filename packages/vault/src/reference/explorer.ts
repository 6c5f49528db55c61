/**
 * What the page runs: a search, and a form for each operation. It is written into the page as text, so it uses nothing from outside
 * of itself. It makes elements and sets texts, and never HTML; the page's policy forbids that too (Trusted Types). The key stays in the
 * field that it is typed into.
 */
export const explorer = (): void => {
  const make = <Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    properties: Readonly<Record<string, string>>,
    ...children: (Node | string)[]
  ): HTMLElementTagNameMap[Name] => {
    const element = document.createElement(name);
    for (const [property, value] of Object.entries(properties)) element.setAttribute(property, value);
    element.append(...children);
    return element;
  };
  const field = (name: string, input: HTMLElement): HTMLElement => make('label', {}, name, input);
  const longest = 200_000;

  /* Search: hides what does not hold every word. */
  const search = make('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false' });
  const found = make('p', { role: 'status', class: 'found' });
  document.querySelector('nav')?.prepend(make('search', {}, field('Search', search), found));
  const sections = [...document.querySelectorAll<HTMLElement>('main section')];
  const texts = new Map(sections.map((section) => [section, (section.textContent ?? '').toLowerCase()]));
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const [section, text] of texts) section.hidden = !words.every((word) => text.includes(word));
    const shown = new Set(sections.filter((section) => !section.hidden).map(({ id }) => `#${id}`));
    for (const group of document.querySelectorAll<HTMLDetailsElement>('nav details')) {
      const items = [...group.querySelectorAll('li')];
      for (const item of items) item.hidden = !shown.has(item.querySelector('a')?.getAttribute('href') ?? '');
      group.hidden = items.every((item) => item.hidden);
      group.open = words.length > 0;
    }
    found.textContent = words.length === 0 ? '' : `${shown.size} found`;
  };
  search.addEventListener('input', filter);
  // A link to what the search hides shows it again.
  window.addEventListener('hashchange', () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest('[hidden]')) return;
    search.value = '';
    filter();
    target.scrollIntoView();
  });

  /* The address is the one that the reader is at. */
  document.querySelector('#variables')?.replaceChildren(`VAULT=${location.origin} KEY=key_…`);

  /* Trying an operation. */
  const key = make('input', { type: 'password', id: 'key', autocomplete: 'off', spellcheck: 'false' });
  const note = 'To try operations. It stays in this field until you leave the page, and is sent to this vault alone.';
  document.querySelector('#try-key')?.append(field('API key', key), make('small', {}, note));

  const showAnswer = async (output: HTMLElement, sent: Promise<Response>) => {
    try {
      const answer = await sent;
      const text = await answer.text();
      let shown = text;
      try {
        shown = JSON.stringify(JSON.parse(text), undefined, 2);
      } catch {
        // Not JSON: shown as it is.
      }
      const cut =
        shown.length > longest ? `${shown.slice(0, longest)}\n… ${shown.length - longest} characters more` : shown;
      const body = make('pre', { tabindex: '0', 'aria-label': 'Body of the answer' }, cut);
      output.replaceChildren(
        make('b', {}, `${answer.status} ${answer.statusText}`.trim()),
        ...(text === '' ? [] : [body]),
      );
    } catch {
      output.replaceChildren(make('b', {}, 'No answer. Is the vault still there, and does the browser reach it?'));
    }
  };

  const formOf = ({ dataset }: HTMLElement): HTMLElement => {
    const { method = 'GET', path = '', query, headers = '', body } = dataset;
    const blanks = [...path.matchAll(/\{(\w+)\}/g)].map(([blank, name = '']) => ({
      blank,
      name,
      input: make('input', {}),
    }));
    const named = headers
      .split(' ')
      .filter(Boolean)
      .map((name) => ({ name, input: make('input', {}) }));
    const text = make('textarea', {
      rows: String(Math.max(4, (body ?? '').split('\n').length + 1)),
      spellcheck: 'false',
    });
    text.value = body ?? '';
    const asked = make('input', { placeholder: 'page=1&size=10' });
    const button = make('button', { type: 'button' }, `Send ${method}`);
    const output = make('div', { role: 'status', class: 'answer' });
    let isSure = method !== 'DELETE';
    button.addEventListener('click', async () => {
      const missing = [...blanks, ...named].find(({ input }) => input.value === '');
      if (missing) {
        output.replaceChildren(`Fill in ${missing.name} first.`);
        missing.input.focus();
        return;
      }
      if (!isSure) {
        isSure = true;
        button.textContent = 'Really delete';
        output.replaceChildren('Press again to delete.');
        return;
      }
      const at = blanks.reduce(
        (all, { blank, input }) => all.replace(blank, () => encodeURIComponent(input.value)),
        path,
      );
      output.replaceChildren('Sending …');
      const sent = fetch(location.origin + at + (asked.value === '' ? '' : `?${asked.value}`), {
        method,
        cache: 'no-store',
        credentials: 'omit',
        headers: {
          ...(key.value !== '' && { 'BT-API-KEY': key.value }),
          ...Object.fromEntries(named.map(({ name, input }) => [name, input.value])),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
        },
        ...(body !== undefined && { body: text.value }),
      });
      await showAnswer(output, sent);
      isSure = method !== 'DELETE';
      button.textContent = `Send ${method}`;
    });
    return make(
      'div',
      { class: 'form' },
      ...[...blanks, ...named].map(({ name, input }) => field(name, input)),
      ...(query === undefined ? [] : [field(`Query: ${query}`, asked)]),
      ...(body === undefined ? [] : [field('Body', text)]),
      button,
      output,
    );
  };
  for (const command of document.querySelectorAll<HTMLElement>('[data-method]')) {
    const form = make('details', { class: 'try' }, make('summary', {}, 'Try it'));
    form.addEventListener('toggle', () => form.append(formOf(command)), { once: true });
    command.after(form);
  }
};
