/** Puts text on the clipboard when the button is pressed, and says on the button that it did. */
export const copyOnPress = (
  button: HTMLButtonElement,
  said: HTMLElement,
  text: () => string,
) => {
  const before = said.textContent;
  button.addEventListener('click', async () => {
    said.textContent = await navigator.clipboard.writeText(text()).then(
      () => 'Copied',
      () => 'Copying is blocked here',
    );
    setTimeout(() => {
      said.textContent = before;
    }, 1600);
  });
};
