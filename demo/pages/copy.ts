/** Puts text on the clipboard when the button is pressed, and says on the button that it did. */
export const copyOnPress = (
  button: HTMLButtonElement,
  said: HTMLElement,
  text: () => string,
) => {
  const before = said.textContent;
  button.addEventListener('click', async () => {
    said.ariaLive = 'polite';
    said.textContent = await navigator.clipboard.writeText(text()).then(
      () => 'Copied',
      () => 'Copying is blocked here',
    );
    setTimeout(() => {
      // What stands there usually is no news.
      said.ariaLive = 'off';
      said.textContent = before;
    }, 1600);
  });
};
