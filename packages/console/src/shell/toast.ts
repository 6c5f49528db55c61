/** How long something that was said stays in sight, in milliseconds. */
const time = 4000;

/** Says one thing at a time, for a while. */
export const createToast = (window: Pick<Window, 'setTimeout'>, redraw: () => void) => {
  let said = '';
  return {
    get said() {
      return said;
    },
    say: (text: string): void => {
      said = text;
      redraw();
      window.setTimeout(() => {
        if (said !== text) return;
        said = '';
        redraw();
      }, time);
    },
  };
};
