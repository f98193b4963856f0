import { NotFound } from '@chuangwen/kernel';
import type { BlobStore, JobQueue, PrivateStore, ServicePorts } from '@chuangwen/ports';
import { Body, Controller, Get, Injectable, Module, Param, Post, Query } from '@nestjs/common';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Caller, Outcome } from '../caller';
import { ApiCommand, ApiQueryRoute, madeId, tokenQuery, tokensOf } from '../http/api';
import { From, Public } from '../http/caller.guard';
import { ApiUpload } from '../http/upload';
import { uuidFrom } from '../ids';
import { permit } from '../policy';
import { InjectView, serviceModule } from '../service';
import type { ServiceDefinition } from '../service-definition';
import { Streams } from '../streams';
import type { View } from '../view';
import { ViewReader } from '../views';
import { defineWorkflow } from '../workflow';
import { contracts, point, pointsView, StoppedClock, type PointEntry, type PointEvent } from './sample';
import { MemoryFeed } from './feed';
import { MemoryReadModels } from './read-models';
import { MemoryKeys, MemoryStore } from './store';

/** The smallest whole service: one aggregate, one view, one workflow, a few routes. */

const openBody = z.strictObject({
  office: z.string().min(1).max(20),
  tags: z.array(z.string().max(5)).max(3).optional(),
});
const visitBody = z.strictObject({
  score: z.int().min(0).max(100),
  on: z.iso.date().optional(),
  kind: z.enum(['督查', '暗访']).optional(),
});
const photoBody = z.strictObject({ link: z.string().max(100) });
const pointId = z.string().min(1).max(64);

class OpenPoint extends Command<Outcome<{ id: string }>> {
  constructor(
    readonly caller: Caller,
    readonly body: z.infer<typeof openBody>,
  ) {
    super();
  }
}

class VisitPoint extends Command<Outcome> {
  constructor(
    readonly caller: Caller,
    readonly pointId: string,
    readonly score: number,
  ) {
    super();
  }
}

@CommandHandler(OpenPoint)
class OpenPointHandler implements ICommandHandler<OpenPoint> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, body }: OpenPoint) {
    const by = permit(caller, 'people.manage');
    const id = uuidFrom(caller.commandId, 'point');
    const command = { do: 'open', pointId: id, office: body.office } as const;
    return this.streams.execute(point, { tenant: by.tenant, stream: `point-${id}` }, command, by, () => ({ id }));
  }
}

@CommandHandler(VisitPoint)
class VisitPointHandler implements ICommandHandler<VisitPoint> {
  constructor(private readonly streams: Streams) {}

  execute({ caller, pointId, score }: VisitPoint) {
    const command = { do: 'visit', pointId, score } as const;
    return this.streams.execute(point, { tenant: caller.tenant, stream: `point-${pointId}` }, command, caller);
  }
}

@Injectable()
@Controller('points')
class PointsHttp {
  constructor(
    private readonly bus: CommandBus,
    @InjectView(pointsView) private readonly points: ViewReader<PointEntry>,
  ) {}

  @ApiCommand('开点位', madeId)
  @Post()
  open(@From() caller: Caller, @Body({ schema: openBody }) body: z.infer<typeof openBody>) {
    return this.bus.execute(new OpenPoint(caller, body));
  }

  @ApiCommand('巡查')
  @Post(':id/visits')
  visit(
    @From() caller: Caller,
    @Param('id', { schema: pointId }) id: string,
    @Body({ schema: visitBody }) body: z.infer<typeof visitBody>,
  ) {
    return this.bus.execute(new VisitPoint(caller, id, body.score));
  }

  @ApiCommand('照片')
  @ApiUpload(3)
  @Post(':id/photos')
  photograph(@From() caller: Caller, @Body({ schema: photoBody.nullish() }) body: unknown) {
    return { caller: caller.actor.id, body };
  }

  @ApiCommand('坏掉')
  @Post('broken')
  broken() {
    throw new Error('password=hunter2\nforged line');
  }

  @ApiQueryRoute('点位', z.object({ pointId: z.string() }))
  @Get(':id')
  async get(
    @From() caller: Caller,
    @Param('id', { schema: pointId }) id: string,
    @Query({ schema: z.strictObject(tokenQuery) }) query: { token?: string },
  ) {
    const freshness = await this.points.freshness(tokensOf(query), [caller.tenant]);
    const data = await this.points.get(caller.tenant, id);
    if (!data) throw new NotFound('point');
    return { data, freshness };
  }

  @Public()
  @Get()
  hello() {
    return { hello: true };
  }
}

/** A point that was just opened is visited at once. */
const firstVisit = defineWorkflow<PointEvent>({
  name: 'first-visit',
  topics: ['inspection'],
  on: {
    'point.opened': ({ data, meta }, step) => [new VisitPoint(step(meta.tenant, 'visit'), data.pointId, 1)],
  },
});

@Module({})
class InspectionModule {}

export const inspection: ServiceDefinition = {
  contracts,
  controllers: [PointsHttp],
  providers: [OpenPointHandler, VisitPointHandler],
  views: [pointsView as View],
  workflows: [firstVisit],
  messages: {
    'point.open-already': { status: 409, zh: '这个点位已经有了。', en: 'This point exists already.' },
    'point.not-open': { status: 422, zh: '没有这个点位。', en: 'There is no such point.' },
  },
};

export const inspectionModule = (ports: ServicePorts, clock = new StoppedClock()) =>
  serviceModule(InspectionModule, ports, clock, inspection);

/** Ports in memory; what the example does not use is not there. */
export function memoryPorts() {
  const events = new MemoryStore();
  const feed = new MemoryFeed('inspection', events.log);
  const views = new MemoryReadModels();
  const absent = {} as BlobStore & JobQueue & PrivateStore;
  const keys = new MemoryKeys();
  return { service: 'inspection', events, feed, views, keys, jobs: absent, blobs: absent, secrets: absent };
}
