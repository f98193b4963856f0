import type { SeenChange, ServicePorts, ViewsThread } from '@chuangwen/ports';
import type { Arrivals } from '../arrivals';
import type { View } from '../view';
import { Log } from '../watch/log';
import { DistantProjector } from './distant-projector';
import { Line } from './line';

/** A service's views, kept by another thread. */
export function viewsApart(
  thread: ViewsThread,
  views: readonly View[],
  { service, views: models, feed }: Pick<ServicePorts, 'service' | 'views' | 'feed'>,
  arrivals: Arrivals,
): readonly DistantProjector[] {
  const log = new Log(service, 'views thread');
  const projectors = views.map((view) => new DistantProjector(view, models, feed, arrivals));
  const of = ({ view }: { view: string }) => projectors.find((projector) => projector.view.name === view)!;
  const answers = {
    hold: (asked: { view: string }) => of(asked).held(),
    release: (told: { view: string; generation: number }) => of(told).released(told.generation),
    moved: (told: { view: string; where: readonly SeenChange[] | null }) => of(told).moved(told.where),
  };
  thread.connect((port) => {
    const line: Line = new Line(port, answers, () => {
      for (const projector of projectors) void projector.disconnected(line);
    });
    for (const projector of projectors)
      void projector.connected(line, (error) =>
        log.error('a view could not be begun', { view: projector.view.name, error: String(error) }),
      );
  });
  return projectors;
}
