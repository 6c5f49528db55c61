/** Makes buttons a tab list: one stop for Tab, arrows move inside it and follow the direction of the text. */
export const tabs = (
  buttons: readonly HTMLElement[],
  onSelect: (index: number) => void,
) => {
  const select = (index: number) => {
    for (const [i, button] of buttons.entries()) {
      button.ariaSelected = String(i === index);
      button.tabIndex = i === index ? 0 : -1;
    }
    onSelect(index);
  };

  for (const [index, button] of buttons.entries()) {
    button.addEventListener('click', () => select(index));
    button.addEventListener('keydown', (event) => {
      const forward =
        getComputedStyle(button).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
      const backward = forward === 'ArrowRight' ? 'ArrowLeft' : 'ArrowRight';
      const last = buttons.length - 1;
      const to = new Map([
        [forward, index === last ? 0 : index + 1],
        [backward, index === 0 ? last : index - 1],
        ['Home', 0],
        ['End', last],
      ]).get(event.key);
      if (to === undefined) return;
      event.preventDefault();
      buttons[to]?.focus();
      select(to);
    });
  }
};
