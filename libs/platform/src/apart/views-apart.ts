import type { ServicePorts, ViewsThread } from '@chuangwen/ports';
import { Logger } from '@nestjs/common';
import type { Arrivals } from '../arrivals';
import type { View } from '../view';
import { DistantProjector } from './distant-projector';
import { Line } from './line';

const log = new Logger('views thread');

/** A service's views, kept by another thread. */
export function viewsApart(
  thread: ViewsThread,
  views: readonly View[],
  { views: models, feed }: Pick<ServicePorts, 'views' | 'feed'>,
  arrivals: Arrivals,
): readonly DistantProjector[] {
  const projectors = views.map((view) => new DistantProjector(view, models, feed, arrivals));
  const of = ({ view }: { view: string }) => projectors.find((projector) => projector.view.name === view)!;
  const answers = {
    hold: (asked: { view: string }) => of(asked).held(),
    release: (told: { view: string; generation: number }) => of(told).released(told.generation),
    moved: (told: { view: string }) => of(told).moved(),
  };
  thread.connect((port) => {
    const line = new Line(port, answers, () => {
      for (const projector of projectors) void projector.disconnected();
    });
    for (const projector of projectors)
      projector.connected(line).catch((error: unknown) => log.error(JSON.stringify({ error: String(error) })));
  });
  return projectors;
}
