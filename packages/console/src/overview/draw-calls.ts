import uPlot from 'uplot';
import type { CallHour } from './call-hours.ts';

/** A chart that stands in the page. */
export interface Drawing {
  /** Makes it as wide as its box is now. */
  resize(): void;
  end(): void;
}

const height = 220;

/** Half the width of a time under the chart, in CSS pixels. */
const labelRoom = 32;

/** Distances between the lines of the grid. Numbers of calls are whole, so there are no halves of them. */
const steps = [1, 1000, 1_000_000].flatMap((unit) => [1, 2, 5, 10, 20, 50, 100, 200, 500].map((each) => each * unit));

/** The colours that the page gives to the marks of the legend: those of light, dark or forced colours. */
const coloursOf = (box: Element) => {
  const colour = (name: string, property: 'color' | 'background-color') => {
    const element = box.parentElement?.querySelector(name) ?? box;
    return getComputedStyle(element).getPropertyValue(property);
  };
  return {
    ink: colour('.plot', 'color'),
    answered: colour('.answered', 'background-color'),
    refused: colour('.refused', 'background-color'),
    failed: colour('.failed', 'background-color'),
  };
};

const withAlpha = (colour: string): string => `color-mix(in srgb, ${colour} 18%, transparent)`;

/** Draws how calls were answered in each hour: bars for all, lines for those that were refused and that failed. */
export const drawCalls = (
  box: HTMLElement,
  { hours, language }: { hours: readonly CallHour[]; language: string },
): Drawing => {
  const colours = coloursOf(box);
  const isFromRight = box.ownerDocument.documentElement.dir === 'rtl';
  const time = new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit' });
  const number = new Intl.NumberFormat(language, { notation: 'compact' });
  const { fontFamily } = getComputedStyle(box);
  const axis: uPlot.Axis = {
    stroke: colours.ink,
    font: `12px ${fontFamily}`,
    grid: { stroke: withAlpha(colours.ink), width: 1 },
    ticks: { stroke: withAlpha(colours.ink), width: 1 },
  };
  const bars = uPlot.paths.bars?.({ size: [0.7, 40] });
  const [first, last] = [hours[0], hours.at(-1)];
  // Half an hour more on both sides, so that the first and the last bar are whole.
  const x: uPlot.Scale = {
    dir: isFromRight ? -1 : 1,
    ...(first && last && { range: [first.start / 1000 - 1800, last.start / 1000 + 1800] }),
  };
  const isThere = (of: 'refused' | 'failed') => hours.some((each) => each[of] > 0);
  const most = Math.max(1, ...hours.map(({ answered }) => answered));
  const chart = new uPlot(
    {
      ...{ width: Math.max(200, box.clientWidth), height },
      legend: { show: false },
      cursor: { show: false },
      // Half a label stands out behind the last hour.
      padding: isFromRight ? [null, null, null, labelRoom] : [null, labelRoom, null, null],
      scales: { x, y: { range: [0, Math.max(4, most * 1.1)] } },
      axes: [
        { ...axis, space: 60, values: (_, splits) => splits.map((at) => time.format(at * 1000)) },
        {
          ...axis,
          side: isFromRight ? 1 : 3,
          incrs: steps,
          values: (_, splits) => splits.map((count) => number.format(count)),
        },
      ],
      series: [
        {},
        {
          stroke: colours.answered,
          fill: withAlpha(colours.answered),
          width: 1,
          points: { show: false },
          ...(bars && { paths: bars }),
        },
        { show: isThere('refused'), stroke: colours.refused, width: 2, dash: [6, 4], points: { show: false } },
        { show: isThere('failed'), stroke: colours.failed, width: 2, points: { show: false } },
      ],
    },
    [
      hours.map(({ start }) => start / 1000),
      hours.map(({ answered }) => answered),
      hours.map(({ refused }) => refused),
      hours.map(({ failed }) => failed),
    ],
    box,
  );
  return {
    resize: () => {
      if (box.clientWidth > 0) chart.setSize({ width: box.clientWidth, height });
    },
    end: () => chart.destroy(),
  };
};
